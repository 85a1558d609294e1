// Making a passkey, and signing in with one. The server says what is asked and checks what was signed; this
// page only turns its text into bytes and the answer back into text.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const able = window.isSecureContext && "PublicKeyCredential" in window;

async function post(path, content, csrf = "") {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf-token": csrf },
    body: JSON.stringify(content),
  });
  if (!answer.ok) throw Object.assign(new Error(path), { status: answer.status });
  return answer.json();
}

function say(place, word) {
  for (const line of place.querySelectorAll("[data-say]")) line.hidden = line.dataset.say !== word;
}

const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make(form) {
  const csrf = form.dataset.csrf;
  const asked = await post("/passkeys/challenge", {}, csrf);
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
    },
  });
  const credential = {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    },
  };
  return post("/passkeys", { credential, name: form.elements.name.value }, csrf);
}

async function enter(place) {
  const asked = await post("/sign-in/passkey/challenge", {});
  const signed = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) },
  });
  const credential = {
    id: signed.id,
    rawId: text(signed.rawId),
    type: signed.type,
    response: {
      clientDataJSON: text(signed.response.clientDataJSON),
      authenticatorData: text(signed.response.authenticatorData),
      signature: text(signed.response.signature),
      userHandle: signed.response.userHandle ? text(signed.response.userHandle) : null,
    },
  };
  return post("/sign-in/passkey", { credential, next: place.dataset.next });
}

async function attempt(place, button, act) {
  say(place, "");
  button.disabled = true;
  try {
    location.assign((await act(place)).to);
  } catch (error) {
    // Whoever closes the browser's own window has changed their mind and need not be told so.
    if (error.name !== "NotAllowedError" && error.name !== "AbortError") {
      say(place, error.status === 429 && place.querySelector("[data-say=wait]") ? "wait" : "failed");
    }
    button.disabled = false;
  }
}

const form = document.getElementById("passkey-new");
if (form) {
  form.hidden = !able;
  document.getElementById("passkey-cannot").hidden = able;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(form, form.querySelector("button"), make);
  });
}

const door = document.getElementById("passkey-sign-in");
if (door) {
  door.hidden = !able;
  const button = door.querySelector("button");
  button.addEventListener("click", () => attempt(door, button, enter));
}
