"""A page with the stage alone, for tests that draw."""

WIDTH, HEIGHT = 320, 180
PAGE = b"""<!doctype html><meta charset="utf-8"><title>stage</title><div id="stage"></div>
<script src="scene/jquery.min.js"></script><script src="scene/glow.min.js"></script>
<script src="scene/bridge.js"></script>"""
OPEN = """(async ([width, height]) => {
  const container = document.getElementById("stage");
  window.stage = await VizStage.create({ container, base: "scene/", width, height, quality: "light" });
  window.shot = async (text) => {
    const frame = JSON.parse(text);
    await stage.ready(frame);
    stage.draw(frame);
    return stage.canvas.toDataURL("image/png");
  };
  return stage.renderer;
})"""
