// A voice note from the microphone. The sandbox wraps it as Telegram's apps do; here it is only recorded.

const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

/** Begins to record; null where there is no microphone or nobody may use it. */
export async function record() {
  const kind = globalThis.MediaRecorder && KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  const stream = kind && await microphone();
  if (!stream) return null;
  const recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32_000 });
  const parts = [];
  const begun = performance.now();
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  recorder.start();
  return new Recording(recorder, stream, parts, begun, kind);
}

async function microphone() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null; // refused, or there is none: a file can be taken instead
  }
}

class Recording {
  constructor(recorder, stream, parts, begun, kind) {
    Object.assign(this, { recorder, stream, parts, begun, kind });
  }

  get seconds() {
    return (performance.now() - this.begun) / 1000;
  }

  /** Ends it and gives {file, seconds}. */
  async stop() {
    const { seconds } = this;
    const over = new Promise((resolve) => { this.recorder.onstop = resolve; });
    this.recorder.stop();
    await over;
    this.#release();
    return { file: new File(this.parts, "voice", { type: this.kind }), seconds: Math.max(1, Math.round(seconds)) };
  }

  /** Ends it, and nothing was said. */
  drop() {
    this.recorder.stop();
    this.#release();
  }

  #release() {
    for (const track of this.stream.getTracks()) track.stop();
  }
}

/** How long a file of sound plays, in seconds; 0 where the browser cannot tell. */
export function lengthOf(file) {
  return new Promise((resolve) => {
    const player = new Audio(URL.createObjectURL(file));
    const told = (seconds) => { URL.revokeObjectURL(player.src); resolve(seconds); };
    player.addEventListener("loadedmetadata", () => told(Number.isFinite(player.duration) ? Math.round(player.duration) : 0));
    player.addEventListener("error", () => told(0));
  });
}
