// What the pages do better with a script; without it every form and link does the same by itself.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");
  const csrf = () => document.body.dataset.csrf || "";

  // Parts of a page: each element of the answer takes the place of the one with its id; focus and open folds stay.
  const swap = (html) => {
    const made = new DOMParser().parseFromString(html, "text/html");
    const focused = document.activeElement && document.activeElement.id;
    for (const part of made.querySelectorAll("[data-part]")) {
      const there = document.getElementById(part.id);
      if (!there) continue;
      const open = new Set([...there.querySelectorAll("details[open][id]")].map((one) => one.id));
      const fresh = document.importNode(part, true);
      for (const one of fresh.querySelectorAll("details[id]")) if (open.has(one.id)) one.open = true;
      if (there.tagName === "DETAILS") fresh.open = there.open;
      there.replaceWith(fresh);
    }
    if (focused) {
      const again = document.getElementById(focused);
      if (again && again !== document.activeElement) again.focus({ preventScroll: true });
    }
  };

  const say = (form, text) => {
    const place = form.querySelector("[data-said]");
    if (place) place.textContent = text;
  };

  const send = async (form, submitter) => {
    if (form.dataset.busy === "1") { form.dataset.again = "1"; return; }
    form.dataset.busy = "1";
    if (submitter) submitter.setAttribute("aria-busy", "true");
    say(form, "Saving …");
    try {
      const body = new URLSearchParams(new FormData(form, submitter || undefined));
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", body, headers: { "X-Fragment": "1", "X-CSRF": csrf() }, redirect: "follow",
      });
      if (answer.headers.get("X-Parts") === "1") swap(await answer.text());
      else if (answer.status === 401) say(form, "You are signed out. Sign in in another tab, then save again: what you typed is still here.");
      else if (answer.status === 503) say(form, "The database does not answer. What you typed is still here: save it again in a moment.");
      else if (answer.redirected) window.location.assign(answer.url);
      else say(form, "This could not be saved. What you typed is still here.");
    } catch {
      say(form, "The board cannot be reached. What you typed is still here: save it again in a moment.");
    } finally {
      form.dataset.busy = "";
      if (submitter) submitter.removeAttribute("aria-busy");
      if (form.dataset.again === "1" && form.isConnected) { form.dataset.again = ""; send(form); }
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-parts]")) { event.preventDefault(); send(form, event.submitter); return; }
    if (form.dataset.sent === "1") { event.preventDefault(); return; } // a double click sends once
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => { form.dataset.sent = ""; }));

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-parts][data-on-change]") && !event.target.closest("[data-waits]")) send(form);
  });

  // A list that narrows while one types; nothing leaves the browser.
  document.addEventListener("input", (event) => {
    const list = event.target.dataset.narrows && document.getElementById(event.target.dataset.narrows);
    if (!list) return;
    const [words, kind] = ["input", "select"].map((tag) => document.querySelector(`${tag}[data-narrows="${list.id}"]`));
    const wanted = words ? words.value.trim().toLowerCase() : "";
    const kinds = (row) => (row.dataset.kinds || "").split(" ");
    let shown = 0;
    for (const row of list.querySelectorAll("[data-found-by]")) {
      row.hidden = !row.dataset.foundBy.toLowerCase().includes(wanted)
        || Boolean(kind && kind.value && !kinds(row).includes(kind.value));
      if (!row.hidden) shown += 1;
    }
    const told = document.getElementById(`${list.id}-told`);
    if (told) told.textContent = shown === 1 ? "1 shown" : `${shown} shown`;
  });

  // Order by dragging; the buttons beside do the same.
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-item]");
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest("[data-item]");
    if (!over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    document.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
    over.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const over = dragged && event.target.closest("[data-item]");
    document.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
    if (!over || over === dragged) return;
    event.preventDefault();
    const form = dragged.querySelector("form[data-moves]");
    const place = form && form.querySelector("[name=position]");
    if (!place) return;
    place.disabled = false;
    place.value = over.dataset.item;
    form.requestSubmit();
  });

  // One key for the next case, one for the one before; none while somebody types.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const link = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(event.key));
    if (link) { event.preventDefault(); link.click(); }
  });

  const refusal = document.getElementById("refusal");
  if (refusal) refusal.focus();
})();
