// @ts-nocheck
// The page: what the program says is shown, what the hand does is sent. It keeps no time of its own.

import { Address } from "./address.js";
import { Awake, fillsTheScreen } from "./awake.js";
import { Bar, make } from "./bars.js";
import { Connection, HAND, Wishes } from "./connection.js";
import { Drawer } from "./drawer.js";
import { Flight, Scale } from "./flight.js";
import { keepFocus } from "./focus.js";
import { isCommand, Keys, keyTable } from "./keys.js";
import { Lecture } from "./lecture.js";
import { Memory } from "./memory.js";
import { beginMenus, closeMenus, openMenu } from "./menus.js";
import { Revival } from "./revival.js";
import { keepMapWhole } from "./room.js";
import { Scene, takeHand } from "./scene.js";
import { Words } from "./words.js";

const AT_MOST_ANNOUNCED_MS = 4000;
const TOLD_MS = 1000;
const NOTICE_MS = 8000;
const IDLE_MS = 4000;

const $ = (id) => document.getElementById(id);

const timeline = await (await fetch("timeline.json")).json();
const flight = new Flight(timeline);
const words = new Words(timeline);
const memory = new Memory();

let player = null; // what the program last said of itself
let said = null; // the words of the last frame
let stripPhase = null;
let waiting = null; // a message not yet drawn
let pressed = false; // a hand is dragging
let answered = 0;
let toldAt = 0;
let announcedAt = 0;
let announceTimer = 0;
let noticeTimer = 0;
let idleTimer = 0;
let leaf = null;

const lessMotion = matchMedia("(prefers-reduced-motion: reduce)");
lessMotion.addEventListener("change", tellMotion);
const scene = new Scene($("scene"));
const { controls } = timeline; // false for a viewer who only watches
const connection = new Connection({ onMessage: receive, onOpen: connected, onLost: lost, onRefused: refused, onIdleWish: watching, controls });
const send = (message) => connection.send(message);
const address = new Address({ flight, send, controls });
document.body.classList.toggle("watching", !controls);
for (const id of ["overview", "strip"]) $(id).setAttribute("aria-readonly", String(!controls));
const wishes = new Wishes();
let wished = 0;
const tellWish = () => send({ do: "seek", met_s: wished });
const seek = (met) => {
  wished = met;
  wishes.soon(tellWish);
};

const overview = new Bar($("overview"), { flight, words, send, seek, step: 60, enlarged: false });
const strip = new Bar($("strip"), { flight, words, send, seek, step: 5, enlarged: true });
const drawer = new Drawer({
  root: $("drawer"), offered: $("offered"), flight, words, timeline, seek,
  onToggle: (open) => {
    $("list").setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("drawer-open", open);
  },
});

const lecture = new Lecture({ timeline, flight, words, drawer, memory, send, seek, notice, asked: address.asked(), redraw });
const ui = {
  seekStart: () => seek(flight.start),
  seekEnd: () => seek(flight.end),
  // 1 is the first phase of the flight's own clock; 0 is the start, and so whatever is shown before lift-off.
  seekPhase: (digit) => {
    const phase = flight.top.filter((one) => one.start_met_s >= 0)[digit - 1];
    if (digit === 0) seek(flight.start); else if (phase) seek(phase.start_met_s);
  },
  toggleLoop, loopFrom, loopTo,
  toggleCaptions: () => send({ do: "captions", shown: !player?.captions }),
  toggleDrawer: (tab) => drawer.toggle(tab),
  toggleBlack: () => lecture.toggleBlack(),
  isPresenting: () => fillsTheScreen() || Boolean(player?.black),
  toggleDoubt: () => lecture.toggleDoubt(),
  toggleInset: () => lecture.toggleInset(),
  toggleInstruments: () => lecture.toggleInstruments(),
  toggleMap: () => lecture.toggleMap(),
  addBookmark: () => lecture.addBookmark(),
  toggleStops: () => lecture.toggleStops(),
  openPresenter: () => lecture.openPresenter(),
  toggleVoice: () => lecture.toggleVoice(),
  sizeCaptions: (steps) => lecture.sizeCaptions(steps),
  toggleFull: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()),
  toggleHelp: () => $("help-box").showModal(),
  saveStill,
};
const table = keyTable({ send, ui }).filter((row) => (controls || row.forViewers) && (!lecture.isKiosk || row.forVisitors));
const keys = new Keys(table, memory);
const awake = new Awake();
const keepAwake = () => awake.want(Boolean(player?.playing) && (lecture.isKiosk || fillsTheScreen()));
const revival = new Revival({ address, tell: () => notice(words.say("page.picture_lost"), 0), isUnattended: lecture.isKiosk });

// --- from the program -------------------------------------------------------------------------------------------

function receive(message) {
  if (message.notice) refuse(message);
  if (message.error) notice(words.say("page.error", { what: message.error }));
  if (!message.player) return;
  if (message.session) address.meet(message.session);
  const isFirst = waiting === null;
  waiting = message;
  // At once, for the hand is waiting; a page nobody sees waits until somebody does.
  if (isFirst && document.hidden) requestAnimationFrame(present);
  else if (isFirst) present();
}

// What cannot be done, in the viewer's language where there is a sentence for it.
function refuse({ notice: what, asked }) {
  const key = `page.notice.${asked?.do}`;
  notice(words.has(key) ? words.say(key, asked) : words.say("page.notice", { what }));
}

// The newest message, drawn, told and answered. The picture comes first: the graphics card draws while the words are set.
async function present() {
  const message = waiting;
  waiting = null;
  wishes.hold();
  const drawn = draw(message.frame, message.player.playing || pressed);
  try {
    tell(message);
  } finally { // whatever fails beside the picture, the show goes on
    await drawn;
    answer(message.n);
  }
}

async function draw(frame, moving) {
  if (!frame) return;
  try {
    await scene.draw(frame, moving);
  } catch (error) {
    notice(words.say("page.no_scene", { what: error.message }), 0);
  }
}

function tell(message) {
  const languageChanged = player?.language !== message.player.language;
  player = message.player;
  if (languageChanged) setLanguage(player.language);
  if (message.words) said = { ...message.words, caption_tag: message.words.caption_tag || tagOf(message) };
  lecture.show(player, message.words && said, message.numbers);
  showPlayer();
  if (said) showWords();
  lecture.begin();
}

// Captions tell the version chosen here, also while another version of the record is drawn: then they say so.
function tagOf({ words: { caption }, numbers }) {
  const isVersion = numbers?.supposed && !numbers.supposed.hypothetical;
  return caption && isVersion ? words.say("page.caption.chosen") : "";
}

function answer(number) {
  answered = number;
  const ready = () => {
    wishes.release();
    send({ do: "drawn", n: number });
  };
  // While a hand drags, its newest wish goes out before the next picture is asked for, also where it is told late.
  if (pressed && HAND === "pointermove") requestAnimationFrame(() => setTimeout(ready));
  else ready();
  address.keep(player);
  document.documentElement.dataset.frame = number;
  document.documentElement.dataset.met = player.met_s;
}

function lost() {
  address.lost();
  document.body.classList.add("lost");
  notice(words.say("page.lost"), 0);
}

// The program runs again, but with new secrets: only the person at its terminal can let this page back in.
function refused() {
  notice(words.say("page.refused", { link: player ? `#${Address.of(flight, player)}` : "" }), 0);
}

function watching() {
  notice(words.say("page.watching"));
}

function showPlayer() {
  const { met_s: met, rate, playing } = player;
  document.body.classList.toggle("playing", playing);
  keepAwake();
  document.body.classList.toggle("no-captions", !player.captions);
  overview.place(met);
  const top = flight.topAt(met);
  if (top !== stripPhase) {
    stripPhase = top;
    drawStrip();
  }
  strip.place(met);
  overview.bracket(player.loop_met_s);
  strip.bracket(player.loop_met_s);
  for (const id of ["loop", "more-loop"]) $(id).setAttribute("aria-pressed", String(player.loop_met_s !== null));
  setText("day", words.dateOf(met));
  setText("rate", words.rate(rate));
  $("reverse").setAttribute("aria-pressed", String(rate < 0));
  $("captions").setAttribute("aria-pressed", String(player.captions));
  label("play", playing ? "page.pause" : "page.play");
  const { yaw_deg: yaw, pitch_deg: pitch, zoom, right, up } = player.hand; // there and back leaves a trace of rounding
  const isStraight = Math.hypot(yaw, pitch) < 0.01 && Math.hypot(zoom - 1, right, up) < 1e-4;
  keepFocus($("reset-view"), () => ($("reset-view").hidden = isStraight), () => [$("camera")]);
  setText("camera-name", words.of(timeline.cameras.find((camera) => camera.id === player.camera)?.title));
  $("camera").setAttribute("aria-label", `${words.say("page.camera")}: ${$("camera-name").textContent}`);
  choose("camera", player.camera);
  choose("language", player.language);
  showEvent(flight.eventAt(met));
  const now = performance.now();
  if (!playing || now - toldAt > TOLD_MS) {
    toldAt = now;
    tellBars();
  }
}

function showEvent(event) {
  if (event !== strip.now) {
    overview.highlight(event);
    strip.highlight(event);
  }
  drawer.show(event);
  drawer.tell(lecture.line);
  const inner = flight.phaseAt(player.met_s);
  drawer.facts.offer(event, inner);
  if (inner.id !== leaf?.id) announcePhase();
  leaf = inner;
}

function tellBars() {
  const key = !words.isDated(player.met_s) ? "page.bar.value.undated" : player.met_s < 0 ? "page.bar.value.before" : "page.bar.value";
  const text = words.say(key, {
    elapsed: words.duration(player.met_s), phase: words.of(flight.phaseAt(player.met_s).title), rate: words.number.format(player.rate),
  });
  overview.tell(text);
  strip.tell(text);
}

// Politely, and never a burst of them: of several changes in a few seconds only the last is said.
function announcePhase() {
  clearTimeout(announceTimer);
  const wait = Math.max(0, announcedAt + AT_MOST_ANNOUNCED_MS - performance.now());
  announceTimer = setTimeout(() => {
    announcedAt = performance.now();
    $("announce").textContent = words.of(leaf.title);
  }, wait);
}

function showWords() {
  setText("phase-title", said.phase_title);
  setText("event-title", said.event_title);
  setText("caption", said.caption);
  setText("caption-tag", said.caption_tag);
  $("caption-tag").hidden = !said.caption_tag;
  $("caption-box").hidden = !player.captions || !said.caption;
  const mark = lecture.mark || said.mark;
  setText("mark", mark);
  $("mark").hidden = !mark;
  setText("clock-utc", said.clock_utc);
  setText("clock-moscow", said.clock_moscow);
  setText("clock-elapsed", said.clock_elapsed);
  setText("place", said.place);
  $("clocks").hidden = !said.clock_utc; // over a training of no known day no clock runs
  $("place").hidden = !said.place;
}

function setText(id, text) {
  const element = $(id);
  if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
}

// --- language, bars ---------------------------------------------------------------------------------------------

function setLanguage(language) {
  words.set(language);
  document.documentElement.lang = language;
  document.title = words.of(timeline.title);
  setText("mission-title", words.of(timeline.title));
  words.fill(document);
  lecture.setLanguage();
  redraw();
  drawHelp();
  drawCameras();
}

// Everything that names events: after a change of language, or when a supposed flight moves them.
function redraw() {
  drawer.draw();
  drawBars();
}

function label(id, key) {
  const button = $(id);
  if (button.dataset.label === key && button.getAttribute("aria-label") === words.say(key)) return;
  button.dataset.label = key;
  words.fill(button.parentElement);
}

function drawBars() {
  overview.draw(Scale.ofFlight(flight), flight.top, flight.events);
  drawStrip();
}

function drawStrip() {
  if (!stripPhase) return;
  const { start_met_s: start, end_met_s: end } = stripPhase;
  const children = flight.childrenOf(stripPhase);
  const events = flight.events.filter((event) => start <= event.met_s && event.met_s <= end);
  strip.draw(new Scale(start, end), [stripPhase, ...children], events, timeline.planned);
}

function drawHelp() {
  const line = (row) => {
    const tr = make("tr");
    const keysCell = make("th");
    keysCell.scope = "row";
    keysCell.append(...row.shown.split("  ").map((key) => make("kbd", "", key)));
    tr.append(keysCell, make("td", "", words.say(row.text)));
    return tr;
  };
  $("help-keys").replaceChildren(...table.map(line));
}

function drawCameras() {
  const menu = $("camera-menu");
  menu.setAttribute("role", "radiogroup");
  menu.replaceChildren(...timeline.cameras.map(({ id, title }) => {
    const button = choice("camera", id, words.of(title));
    button.addEventListener("click", () => {
      send({ do: "camera", camera: id });
      closeMenus();
    });
    return button;
  }));
}

function drawLanguages() {
  $("languages").replaceChildren(...timeline.languages.map(({ id, name, short }) => {
    const button = choice("language", id, short);
    Object.assign(button, { title: name, lang: id });
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => send({ do: "language", language: id }));
    return button;
  }));
}

function choice(kind, id, text) {
  const button = make("button", "choice", text);
  button.type = "button";
  button.setAttribute("role", "radio");
  button.dataset[kind] = id;
  check(button, player?.[kind] === id);
  return button;
}

function check(button, isChosen) {
  button.setAttribute("aria-checked", String(isChosen));
  button.tabIndex = isChosen ? 0 : -1;
}

function choose(kind, id) {
  for (const button of document.querySelectorAll(`[role=radio][data-${kind}]`)) {
    const isChosen = button.dataset[kind] === id;
    if (String(isChosen) !== button.getAttribute("aria-checked")) check(button, isChosen);
  }
}

function toggleLoop() {
  const { start_met_s, end_met_s } = flight.phaseAt(player.met_s);
  send(player.loop_met_s ? { do: "no_loop" } : { do: "loop", start_met_s, end_met_s });
}

// Any range: from here to where it ended, or up to here from where it began; of none yet, the phase's.
function loopFrom() {
  const { met_s: met, loop_met_s: loop } = player;
  const end = [loop?.[1], flight.phaseAt(met).end_met_s].find((one) => one > met) ?? flight.end;
  send({ do: "loop", start_met_s: met, end_met_s: end });
}

function loopTo() {
  const { met_s: met, loop_met_s: loop } = player;
  const start = [loop?.[0], flight.phaseAt(met).start_met_s].find((one) => one < met) ?? flight.start;
  send({ do: "loop", start_met_s: start, end_met_s: met });
}

// --- links, stills, notices -------------------------------------------------------------------------------------

function connected() {
  document.body.classList.remove("lost");
  if (noticeTimer === null) $("notice").hidden = true;
  address.connected();
  if (lessMotion.matches) tellMotion();
}

// Who asked the machine for less motion gets cuts instead of glides, and cameras that stand.
function tellMotion() {
  if (controls) send({ do: "motion", reduced: lessMotion.matches });
}

function openShare() {
  const at = flight.when(player.met_s);
  const link = new URL(timeline.viewer_link ?? location.href); // never the owner's secret, when viewers have one
  link.hash = Address.of(flight, player);
  $("share-link").value = link.href;
  $("share-command").value = `voskhod2 --at ${at} --camera ${player.camera} --lang ${player.language}`;
  $("share-done").textContent = "";
  $("share-box").showModal();
}

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    $("share-done").textContent = words.say("page.share.done");
  } catch {
    $("share-done").textContent = words.say("page.share.by_hand");
  }
}

async function saveStill() {
  if (!scene.stage || !said) return;
  const lines = [
    `${said.phase_title}${said.event_title ? ` · ${said.event_title}` : ""}${lecture.mark || said.mark ? ` (${lecture.mark || said.mark})` : ""}`,
    said.caption_tag, said.caption, [said.clock_utc, said.place, said.credit].filter(Boolean).join(" · "),
  ].filter(Boolean);
  const link = make("a");
  link.href = URL.createObjectURL(await scene.still(lines));
  link.download = `${timeline.mission}-${words.instant(player.met_s).toISOString().slice(0, 19).replaceAll(":", "-")}Z.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Zero milliseconds: until it is taken away.
function notice(text, milliseconds = NOTICE_MS) {
  clearTimeout(noticeTimer);
  $("notice").textContent = text;
  $("notice").hidden = false;
  noticeTimer = milliseconds ? setTimeout(() => ($("notice").hidden = true), milliseconds) : null;
}

// --- hands ------------------------------------------------------------------------------------------------------

function click(id, act) {
  $(id).addEventListener("click", act);
}

click("play", () => send({ do: "toggle" }));
click("reverse", () => send({ do: "reverse" }));
click("event-back", () => send({ do: "event", direction: -1 }));
click("event-next", () => send({ do: "event", direction: 1 }));
click("frame-back", () => send({ do: "frames", count: -1 }));
click("frame-next", () => send({ do: "frames", count: 1 }));
click("slower", () => send({ do: "faster", steps: -1 }));
click("faster", () => send({ do: "faster", steps: 1 }));
click("reset-view", () => send({ do: "reset_view" }));
click("loop", toggleLoop);
click("more-loop", toggleLoop);
click("more-frame-back", () => send({ do: "frames", count: -1 }));
click("more-frame-next", () => send({ do: "frames", count: 1 }));
click("more-still", saveStill);
click("more-share", openShare);
click("more-full", ui.toggleFull);
click("loop-from", loopFrom);
click("loop-to", loopTo);
click("captions", ui.toggleCaptions);
click("list", () => ui.toggleDrawer("events"));
click("open-facts", () => drawer.open("facts", true));
click("share", openShare);
click("full", ui.toggleFull);
click("help", ui.toggleHelp);
for (const id of ["share-link", "share-command"]) click(id, (event) => copy(event.target));
for (const id of ["link", "command"]) click(`copy-${id}`, () => copy($(`share-${id}`)));
$("single-keys").checked = keys.single;
$("single-keys").addEventListener("change", (event) => keys.setSingle(event.target.checked));

// A button pressed with the mouse gives the focus back, so that Space stays "play" for the hand on the keyboard.
document.addEventListener("click", (event) => {
  if (event.detail > 0) event.target.closest?.("#panel button, #event-list .event")?.blur();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawer.isOpen && !event.target.closest?.("dialog, [popover]")) drawer.close();
});

// A radio group is one stop for Tab, at what is chosen; arrows, Home and End move inside it.
function stopAt(radios, stop) {
  for (const radio of radios) radio.tabIndex = radio === stop ? 0 : -1;
}

document.addEventListener("keydown", (event) => {
  const group = event.target.closest?.("[role=radiogroup]");
  if (!group || isCommand(event)) return;
  const all = [...group.querySelectorAll("[role=radio]")];
  const at = all.indexOf(event.target);
  const next = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  stopAt(all, all.at(next % all.length));
  all.at(next % all.length).focus();
  event.preventDefault();
}, { capture: true });
document.addEventListener("focusout", (event) => {
  const group = event.target.closest?.("[role=radiogroup]");
  if (group && !group.contains(event.relatedTarget)) stopAt([...group.children], group.querySelector("[aria-checked=true]"));
});

$("camera-menu").addEventListener("toggle", (event) => {
  if (event.newState === "open") $("camera-menu").querySelector("[aria-checked=true]")?.focus();
});

// In full screen, while it plays and nothing is touched, the controls step back.
function wake() {
  document.body.classList.remove("idle");
  clearTimeout(idleTimer);
  idleTimer = setTimeout(() => {
    const busy = document.querySelector("dialog[open], :focus-visible") || openMenu() || drawer.isOpen;
    if (document.fullscreenElement && player?.playing && !busy) document.body.classList.add("idle");
  }, IDLE_MS);
}
for (const kind of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(kind, wake, { passive: true });
for (const kind of ["pointerdown", "pointerup", "pointercancel"]) {
  document.addEventListener(kind, () => (pressed = kind === "pointerdown"), { passive: true, capture: true });
}

for (const id of ["panel", "curtain-text"]) new ResizeObserver(() => player && drawBars()).observe($(id)); // a word that never changes tells of letters that do
keepMapWhole();
new ResizeObserver(([entry]) => document.documentElement.style.setProperty("--panel", `${entry.target.offsetHeight}px`)).observe($("panel"));
document.fonts.addEventListener("loadingdone", () => player && drawBars());
takeHand($("hand"), send, wishes);
for (const kind of ["fullscreenchange", "resize"]) window.addEventListener(kind, keepAwake);
beginMenus();

// --- begin ------------------------------------------------------------------------------------------------------

drawLanguages();
setLanguage(timeline.languages[0].id);
try {
  if (!lecture.isPresenter) {
    await scene.open(timeline.scene_scripts, () => revival.begin());
    if (scene.last) await scene.draw(scene.last, false);
  }
  document.documentElement.dataset.scene = scene.stage?.renderer ?? "presenter";
} catch (error) {
  document.documentElement.dataset.scene = "none";
  if (revival.losses.length > 0) revival.begin(); // after a loss a browser may refuse a new picture for a while
  else notice(words.say("page.no_scene", { what: error.message }), 0);
}
document.body.classList.remove("loading");
