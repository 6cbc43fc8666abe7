// Brings files to the server in pieces: dropped or chosen, paused, resumed after a lost connection or a reload.
(function () {
  "use strict";
  const ADDRESS = document.documentElement.dataset.base + "/data/uploads", PIECE = 8 * 1024 * 1024, EDGE = 64 * 1024, KEPT = 60, LONGEST_PAUSE = 30000;
  const items = []; // {file, name, key, id, offset, state, error, since, from, request}
  let isRunning = false, timer = null, wasBusy = false, place = null;

  // What is remembered of files that are on their way: name, size and a sum over their ends -> the upload.
  function remembered() {
    try { return JSON.parse(localStorage.getItem("uploads")) || {}; } catch (error) { return {}; }
  }
  function remember(key, id) {
    const known = remembered();
    delete known[key];
    if (id) known[key] = id;
    const last = Object.entries(known).slice(-KEPT);
    try { localStorage.setItem("uploads", JSON.stringify(Object.fromEntries(last))); } catch (error) { /* full */ }
  }
  async function fingerprint(name, file) {
    const middle = Math.floor(file.size / 2), parts = [0, middle, Math.max(0, file.size - EDGE)];
    let sum = 0x811c9dc5;
    for (const start of parts) {
      for (const byte of new Uint8Array(await file.slice(start, start + EDGE).arrayBuffer())) {
        sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
      }
    }
    return [name, file.size, file.lastModified, sum.toString(16)].join("|");
  }

  // One question to the server; -> {status, body}. A connection that breaks is an error.
  function ask(method, address, body, onProgress, item) {
    return new Promise(function (resolve, reject) {
      const request = new XMLHttpRequest();
      request.open(method, address);
      request.responseType = "json";
      if (typeof body === "string") request.setRequestHeader("Content-Type", "application/json");
      else if (body) request.setRequestHeader("Content-Type", "application/octet-stream");
      if (onProgress) request.upload.onprogress = onProgress;
      request.onload = function () { resolve({ status: request.status, body: request.response || {} }); };
      request.onerror = request.ontimeout = function () { reject(new Error("lost")); };
      request.onabort = function () { reject(new Error("paused")); };
      if (item) item.request = request;
      request.send(body || null);
    });
  }

  async function begin(item) {
    item.key = item.key || await fingerprint(item.name, item.file);
    const known = item.id || remembered()[item.key];
    if (known) {
      const found = await ask("GET", ADDRESS + "/" + known);
      if (isLater(found)) throw new Error("lost");
      if (found.status === 200 && ["receiving", "complete"].includes(found.body.state)) {
        item.id = known;
        item.offset = found.body.offset;
        return;
      }
    }
    const made = await ask("POST", ADDRESS, JSON.stringify({ name: item.name, size: item.file.size }));
    if (isLater(made)) throw new Error("lost");
    if (made.status !== 201) throw refusal(made);
    item.id = made.body.upload_id;
    item.offset = 0;
    remember(item.key, item.id);
  }
  function isLater(answer) { // it is tried again by itself: the server is away, or these were many files in a short time
    return answer.status >= 500 || answer.status === 429;
  }
  function refusal(answer) {
    const error = new Error(answer.body.error || say("The server does not take this file ({status}).", { status: answer.status }));
    error.isFinal = true;
    return error;
  }

  async function send(item) {
    item.state = "sending";
    await begin(item);
    item.since = performance.now();
    item.from = item.offset;
    while (item.offset < item.file.size) {
      if (item.state !== "sending") throw new Error("paused");
      const start = item.offset, piece = item.file.slice(start, start + PIECE);
      const answer = await ask("PUT", ADDRESS + "/" + item.id + "?offset=" + start, piece, function (event) {
        item.offset = start + Math.min(event.loaded, piece.size);
      }, item);
      item.offset = start;
      if (answer.status === 200 || answer.status === 409) item.offset = answer.body.offset;
      else if (isLater(answer)) throw new Error("lost");
      else throw refusal(answer);
    }
    item.state = "done";
  }

  async function run() {
    if (isRunning) return;
    isRunning = true;
    let pause = 1000, item;
    while ((item = items.find(function (one) { return one.state === "waiting" || one.state === "lost"; }))) {
      try {
        await send(item);
        pause = 1000;
      } catch (error) {
        if (!items.includes(item) || item.state === "paused") continue;
        if (error.isFinal || error.name === "NotReadableError" || error.name === "NotFoundError") {
          item.state = "failed";
          item.error = error.isFinal ? error.message : say("The file cannot be read any more: choose it again.");
        } else {
          item.state = "lost";
          await waited(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
      }
      draw();
    }
    isRunning = false;
    draw();
  }
  function waited(pause) { // or until the connection is back
    return new Promise(function (resolve) {
      const end = function () { clearTimeout(timeout); removeEventListener("online", end); resolve(); };
      const timeout = setTimeout(end, pause);
      addEventListener("online", end);
      draw();
    });
  }

  function add(found) {
    found.filter(function (one) { return !/(^|\/)(\.|Thumbs\.db$)/.test(one.name); }).forEach(function (one) {
      const isThere = items.some(function (item) {
        return item.name === one.name && item.file.size === one.file.size && !["failed", "done"].includes(item.state);
      });
      if (!isThere) items.push({ file: one.file, name: one.name, offset: 0, state: "waiting" });
    });
    draw();
    run();
  }
  async function remove(item) {
    items.splice(items.indexOf(item), 1);
    if (item.request) item.request.abort();
    if (item.key) remember(item.key, null);
    if (item.id) await ask("DELETE", ADDRESS + "/" + item.id).catch(function () { /* it goes after a day */ });
    draw();
  }

  // Dropped folders are walked; a chosen one comes with the paths of its files.
  async function walked(entry) {
    if (entry.isFile) {
      const file = await new Promise(function (resolve, reject) { entry.file(resolve, reject); });
      return [{ file: file, name: entry.fullPath.replace(/^\//, "") }];
    }
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise(function (resolve, reject) { reader.readEntries(resolve, reject); });
      if (!some.length) return found;
      for (const one of some) found.push(...await walked(one));
    }
  }
  function zone() { return document.getElementById("drop-zone"); }
  function hasFiles(event) { return zone() && event.dataTransfer && [...event.dataTransfer.types].includes("Files"); }
  document.addEventListener("dragover", function (event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone().classList.add("over");
  });
  document.addEventListener("dragleave", function (event) {
    if (zone() && !event.relatedTarget) zone().classList.remove("over");
  });
  document.addEventListener("drop", async function (event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone().classList.remove("over");
    const entries = [...event.dataTransfer.items].map(function (item) { return item.webkitGetAsEntry && item.webkitGetAsEntry(); });
    const files = [...event.dataTransfer.files].map(function (file) { return { file: file, name: file.name }; });
    const known = entries.filter(Boolean);
    add(known.length ? (await Promise.all(known.map(walked))).flat() : files);
  });
  function pick(isFolder) {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.webkitdirectory = isFolder;
    input.addEventListener("change", function () {
      add([...input.files].map(function (file) { return { file: file, name: file.webkitRelativePath || file.name }; }));
    });
    input.click();
  }
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-picks], [data-removes], [data-upload]");
    if (!button) return;
    if (button.dataset.picks) return pick(button.dataset.picks === "folder");
    if (button.dataset.removes) {
      button.disabled = true;
      ask("DELETE", ADDRESS + "/" + button.dataset.removes).finally(function () { tell(); });
      return;
    }
    const item = items[Number(button.dataset.upload)];
    if (!item) return;
    if (button.dataset.does === "remove") remove(item);
    else if (item.state === "sending" || item.state === "waiting" || item.state === "lost") {
      item.state = "paused";
      if (item.request) item.request.abort();
    } else { item.state = "waiting"; run(); }
    draw();
  });
  addEventListener("beforeunload", function (event) { if (isRunning) event.preventDefault(); });

  // What is seen of it. Dash leaves the inside of #upload-list alone.
  function sized(bytes) {
    const scale = bytes >= 1e9 ? [1e9, "GB"] : bytes >= 1e6 ? [1e6, "MB"] : [1e3, "kB"];
    return (bytes / scale[0]).toFixed(bytes >= 1e9 ? 2 : bytes >= 1e6 ? 1 : 0) + " " + scale[1];
  }
  function left(item) {
    const took = (performance.now() - item.since) / 1000, done = item.offset - item.from;
    if (!done || took < 2) return "";
    const seconds = Math.ceil((item.file.size - item.offset) * took / done);
    return say(", {time} left", { time: seconds < 90 ? seconds + " s" : Math.round(seconds / 60) + " min" });
  }
  function words(item) {
    const of = say("{part} of {whole}", { part: sized(item.offset), whole: sized(item.file.size) });
    switch (item.state) {
      case "waiting": return say("Waits, {size}", { size: sized(item.file.size) });
      case "sending": return item.offset >= item.file.size ? say("Checking, {size}", { size: sized(item.file.size) }) : of + left(item);
      case "paused": return say("Paused at {place}", { place: of });
      case "lost": return say("No connection: goes on by itself at {place}", { place: of });
      case "failed": return item.error;
      default: return say("Here, {size}", { size: sized(item.file.size) });
    }
  }
  function row(item, at) {
    const found = document.createElement("div");
    found.className = "job upload";
    found.innerHTML = '<div class="job-head"><strong></strong><span class="muted"></span><div class="job-stop">' +
      '<button type="button" class="button quiet" data-does="pause"></button>' +
      '<button type="button" class="button quiet" data-does="remove">Remove</button></div></div>' +
      '<div class="progress-track" role="progressbar"><div class="progress-fill"></div></div>';
    found.querySelector("strong").textContent = item.name;
    found.querySelector('[data-does="remove"]').setAttribute("aria-label", say("Remove {name}", { name: item.name }));
    found.querySelector(".progress-track").setAttribute("aria-label", item.name);
    return update(found, item, at);
  }
  function update(found, item, at) {
    const share = item.file.size ? item.offset / item.file.size : 0, pause = found.querySelector('[data-does="pause"]');
    found.querySelectorAll("button").forEach(function (button) { button.dataset.upload = at; });
    found.classList.toggle("failed", item.state === "failed");
    found.querySelector(".muted").textContent = words(item);
    found.querySelector(".progress-fill").style.width = 100 * share + "%";
    found.querySelector(".progress-track").setAttribute("aria-valuenow", Math.round(100 * share));
    pause.textContent = item.state === "paused" ? say("Resume") : item.state === "failed" ? say("Try again") : say("Pause");
    pause.setAttribute("aria-label", pause.textContent + " " + item.name);
    return found;
  }
  function draw() {
    for (let at = items.length - 1; at >= 0; at--) if (items[at].state === "done") items.splice(at, 1);
    const list = document.getElementById("upload-list");
    if (list) {
      if (list !== place) list.replaceChildren();
      items.forEach(function (item, at) {
        item.row = item.row && item.row.isConnected ? update(item.row, item, at) : list.appendChild(row(item, at));
      });
      [...list.children].forEach(function (child) {
        if (!items.some(function (item) { return item.row === child; })) child.remove();
      });
      const isBusy = isRunning;
      if (isBusy !== wasBusy || (isBusy && list !== place)) { wasBusy = isBusy; tell(); }
    }
    place = list;
    if (items.length && !timer) timer = setInterval(draw, 300);
    if (!items.length && !isRunning && list && timer) { clearInterval(timer); timer = null; }
  }
  // Dash hears that files came: what is here is looked at when nothing more is on its way.
  function tell() {
    if (!document.getElementById("upload-list")) return;
    window.dash_clientside.set_props("data-uploaded", { data: { busy: isRunning, at: Date.now() } });
  }
})();
