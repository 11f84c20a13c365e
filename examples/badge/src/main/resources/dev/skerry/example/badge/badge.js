const image = document.querySelector("#screen");
const said = document.querySelector("#said");
const form = document.querySelector("form");

async function refresh() {
  const status = await (await fetch("/v1/status/screen")).json();
  image.src = `/v1/device/screen.png?${status.writes}`;
  for (const button of form.querySelectorAll("[name=screen]"))
    button.setAttribute("aria-pressed", String(button.value === status.screen));
  const where = status.display === "none" ? "no display, picture only"
    : `display ${status.device} is ${status.display}`;
  said.textContent = `${status.screen ?? "clear"} · ${status.model} · ${where}`;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  const path = button.getAttribute("formaction") ?? form.action;
  const body = new URLSearchParams(button.name ? { [button.name]: button.value } : {});
  try {
    const reply = await fetch(path, { method: "POST", body });
    await refresh();
    if (!reply.ok) said.textContent = await reply.text();
  } catch {
    said.textContent = "The badge does not answer.";
  }
});

refresh().catch(() => { said.textContent = "The badge does not answer."; });
