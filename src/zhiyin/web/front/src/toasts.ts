const SHOWN_MS = 8000;

export function token(): string {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

/** A short message; with `undo`, a button that takes the step back. */
export function say(text: string, undo = "") {
  const list = document.querySelector<HTMLElement>("#toasts")!;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = undo;
    for (const [name, value] of [["csrfmiddlewaretoken", token()], ["next", location.pathname + location.search]])
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.append(Object.assign(document.createElement("button"), { textContent: list.dataset.undo ?? "Undo" }));
    toast.append(form);
  }
  list.append(toast);
  setTimeout(() => toast.remove(), undo ? 2 * SHOWN_MS : SHOWN_MS);
}

// Errors come as ready toasts from the server; they leave by themselves too.
new MutationObserver((changes) => {
  for (const change of changes)
    for (const node of change.addedNodes)
      if (node instanceof HTMLElement && node.matches(".toast.error")) setTimeout(() => node.remove(), 2 * SHOWN_MS);
}).observe(document.documentElement, { childList: true, subtree: true });
