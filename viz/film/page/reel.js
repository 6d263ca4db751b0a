// What becomes of the pixels: packets of compressed video, or whole PNG files.

/** @import { FilmSetup, Packet, Size } from "./film" */

// Chromium turns the pixels, which use all of 0 to 255, into the range named here; video players expect the
// limited one, 16 to 235. tests/film/test_record.py looks at the colours that come out.
/** @type {VideoColorSpaceInit} */
const COLOURS = { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false };
const WAITING = 4; // frames the video encoder may hold before drawing waits for it

/** What becomes of the pixels: video packets, or whole PNG files where there is no encoder. */
export class Reel {
  /** @type {VideoEncoder | null} */
  encoder = null;
  /** @type {Packet[]} */
  packets = [];
  /** @type {DOMException | null} */
  failure = null;
  /** @type {(() => void) | null} whoever waits for the encoder */
  freed = null;

  /**
   * @param {FilmSetup} setup
   * @param {string} codec
   */
  constructor(setup, codec) {
    this.setup = setup;
    this.codec = codec;
  }

  /** @param {FilmSetup} setup */
  static async chooseCodec(setup) {
    if (!("VideoEncoder" in window)) return "png";
    for (const name of setup.capture.codecs) {
      const answer = await VideoEncoder.isConfigSupported(Reel.settings(setup, name)).catch(() => null);
      if (answer?.supported) return name;
    }
    return "png";
  }

  /**
   * @param {FilmSetup} setup
   * @param {string} codec
   * @returns {VideoEncoderConfig}
   */
  static settings({ width, height, capture }, codec) {
    return {
      codec, width, height, bitrate: capture.bitrate, framerate: capture.fps, latencyMode: "quality",
      ...(codec.startsWith("avc1") ? { avc: { format: "annexb" } } : {}),
    };
  }

  // Every stretch gets a fresh encoder, so that it comes out the same whoever drew the one before.
  begin() {
    this.packets = [];
    if (this.encoder && this.encoder.state !== "closed") this.encoder.close();
    this.encoder = this.codec === "png" ? null : this.started();
  }

  started() {
    const encoder = new VideoEncoder({
      output: (chunk) => {
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        this.packets.push({ index: this.indexOf(chunk.timestamp), key: chunk.type === "key", data: base64(data) });
      },
      error: (problem) => {
        this.failure = problem;
        this.freed?.();
      },
    });
    encoder.ondequeue = () => this.freed?.();
    encoder.configure(Reel.settings(this.setup, this.codec));
    return encoder;
  }

  // WebCodecs counts microseconds; rounding there and back keeps every frame's number.
  /** @param {number} index */
  timestampOf(index) {
    return Math.round(index * 1e6 / this.setup.capture.fps);
  }

  /** @param {number} timestamp */
  indexOf(timestamp) {
    return Math.round(timestamp * this.setup.capture.fps / 1e6);
  }

  /**
   * @param {number} index
   * @param {Uint8ClampedArray<ArrayBuffer>} pixels
   */
  async add(index, pixels) {
    if (this.encoder) await this.encode(this.encoder, index, pixels);
    else this.packets.push({ index, key: true, data: png(pixels, this.setup) });
  }

  /**
   * @param {VideoEncoder} encoder
   * @param {number} index
   * @param {Uint8ClampedArray<ArrayBuffer>} pixels
   */
  async encode(encoder, index, pixels) {
    const { width, height, capture } = this.setup;
    const frame = new VideoFrame(pixels, {
      format: "RGBX", codedWidth: width, codedHeight: height, colorSpace: COLOURS,
      timestamp: this.timestampOf(index), duration: this.timestampOf(1),
    });
    try {
      this.check();
      encoder.encode(frame, { keyFrame: index % capture.keyframeEvery === 0 });
    } finally {
      frame.close();
    }
    while (encoder.encodeQueueSize > WAITING && !this.failure) {
      await /** @type {Promise<void>} */ (new Promise((done) => (this.freed = done)));
    }
    this.freed = null;
  }

  check() {
    if (this.failure) throw new Error(`the browser's video encoder failed: ${this.failure.message || this.failure}`);
  }

  collect() {
    this.check();
    const ready = this.packets;
    this.packets = [];
    return ready;
  }

  async finish() {
    if (this.encoder && !this.failure) await this.encoder.flush().catch((problem) => (this.failure ??= problem));
    return this.collect();
  }
}

/** @param {Uint8Array} bytes */
export function base64(bytes) {
  if (bytes.toBase64) return bytes.toBase64();
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return btoa(text);
}

/**
 * @param {Uint8ClampedArray<ArrayBuffer>} pixels RGBA
 * @param {Size} size
 */
export function png(pixels, { width, height }) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!pen) throw new Error("the browser gives no canvas - its memory is full");
  pen.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas.toDataURL("image/png").split(",", 2)[1];
}
