// Two rising notes for money that came. A browser gives sound only after a tap, so it is woken by one.

const NOTES = [
  [880, 0],
  [1174.66, 0.16],
];
const LENGTH = 0.35;
let audio = null;

/** Call within a tap. A device without sound is not told of: what matters is written on the screen. */
export function wake() {
  try {
    audio ??= new AudioContext();
    audio.resume().catch(() => {});
  } catch {
    audio = null;
  }
}

export function chime() {
  if (audio?.state !== "running") {
    return;
  }
  for (const [pitch, after] of NOTES) {
    const from = audio.currentTime + after;
    const tone = new OscillatorNode(audio, { frequency: pitch, type: "triangle" });
    const loud = new GainNode(audio, { gain: 0 });
    loud.gain.setValueAtTime(0.001, from);
    loud.gain.exponentialRampToValueAtTime(0.5, from + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.001, from + LENGTH);
    tone.connect(loud).connect(audio.destination);
    tone.start(from);
    tone.stop(from + LENGTH);
  }
}
