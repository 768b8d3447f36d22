// Layouts, switches, copying, reading aloud.

const LAYOUTS = ["columns", "pairs", "english"];

class Tools {
  constructor(reader, element) {
    this.reader = reader;
    this.told = element.querySelector(".told");
    this.layouts = LAYOUTS.map((layout) => {
      const button = made("button", { type: "button", onclick: () => this.lay(layout) });
      button.dataset.layout = layout;
      return button;
    });
    element.querySelector(".layouts").append(...this.layouts);
    this.script = made("button", { type: "button", className: "script", onclick: () => this.switchScript() });
    this.shade = made("button", { type: "button", className: "shade", onclick: () => this.shading() });
    this.aloud = new Aloud(reader);
    element.querySelector(".switches").append(this.script, this.shade, ...this.aloud.buttons);
    this.menu = element.querySelector(".copy");
    this.copies = ["original", "summary", "english", "pairs"].map((what) => {
      const button = made("button", { type: "button", onclick: () => this.copy(what) });
      button.dataset.copy = what;
      return button;
    });
    element.querySelector(".menu").append(...this.copies);
    this.left = new AbortController();
    const elsewhere = (event) => {
      if (!event.composedPath().includes(this.menu)) this.menu.open = false;
    };
    document.addEventListener("click", elsewhere, { signal: this.left.signal });
  }

  draw({ words, aids, lang, salience, translated }) {
    this.layouts.forEach((button) => {
      setText(button, words[`layout_${button.dataset.layout}`]);
      button.setAttribute("aria-pressed", String(button.dataset.layout === this.reader.layout));
    });
    this.layouts[0].parentElement.setAttribute("aria-label", words.layout);
    this.layouts[0].parentElement.hidden = !translated.rows;
    this.script.hidden = !aids;
    const traditional = (lang === "zh-Hant") !== Boolean(this.reader.otherScript);
    setText(this.script, traditional ? words.to_simplified : words.to_traditional);
    this.script.parentElement.setAttribute("aria-label", words.switches);
    this.shade.hidden = !salience.length;
    setText(this.shade, words.shade);
    this.shade.setAttribute("aria-pressed", String(this.reader.root.classList.contains("shaded")));
    setText(this.menu.firstElementChild, words.copy);
    this.copies.forEach((button) => {
      setText(button, words[`copy_${button.dataset.copy}`]);
      button.hidden = !this.text(button.dataset.copy);
    });
    this.aloud.draw(words, lang);
  }

  /** Another article comes: nobody goes on reading the old one aloud. */
  reset() {
    this.aloud.stop();
  }

  leave() {
    this.left.abort();
    this.aloud.leave();
  }

  lay(layout) {
    const { reader } = this;
    reader.layout = layout;
    reader.tell("layout", layout);
    reader.show(reader.data);
    reader.peek();
  }

  switchScript() {
    const { reader } = this;
    reader.otherScript = !reader.otherScript;
    reader.show(reader.data);
  }

  shading() {
    this.reader.root.classList.toggle("shaded");
    this.reader.show(this.reader.data);
  }

  // --- copying -------------------------------------------------------------------------------------------------

  /** What a copy holds, as text. */
  text(what) {
    const { rows, items } = this.reader.data;
    const paragraphs = (texts, glue) =>
      texts.reduce((all, text, row) => all + (row && text ? (rows[row][2] ? "\n" : glue) : "") + text, "");
    const english = (list) => list.map((entry) => entry[1] ?? "");
    if (what === "original") return paragraphs(rows.map((_, row) => this.reader.chinese("article", row)), "");
    if (what === "english") return english(rows).some(Boolean) ? paragraphs(english(rows), " ") : "";
    if (what === "summary") return items.map((item) => [item[0], item[1]].filter(Boolean).join("\n")).join("\n\n");
    return english(rows).some(Boolean) ? rows.map(([zh, en]) => `${zh}\t${en ?? ""}`).join("\n") : "";
  }

  async copy(what) {
    const { words, rows, lang } = this.reader.data;
    const text = this.text(what);
    let table = null;
    if (what === "pairs") {
      const cells = ([zh, en]) => made("tr", {}, made("td", { lang }, zh), made("td", { lang: "en" }, en ?? ""));
      table = made("table", {}, ...rows.map(cells)).outerHTML;
    }
    this.menu.open = false;
    setText(this.told, (await clip(text, table)) ? words.copied : words.not_copied);
    clearTimeout(this.forget);
    this.forget = setTimeout(() => setText(this.told, ""), 2500);
  }
}

/** To the clipboard; on a plain http link browsers have no other way than the old one. */
async function clip(text, html) {
  try {
    if (html && navigator.clipboard?.write) {
      const kinds = { "text/plain": text, "text/html": html };
      const blobs = Object.entries(kinds).map(([type, content]) => [type, new Blob([content], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    }
    if (navigator.clipboard?.writeText) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // refused: the old way may still do
  }
  const box = document.body.appendChild(made("textarea", { value: text }));
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

/** Reading aloud, with voices of this machine only: the others send the text away. */
class Aloud {
  constructor(reader) {
    this.reader = reader;
    this.buttons = ["zh", "en"].map((language) => {
      const button = made("button", { type: "button", className: "aloud", hidden: true, onclick: () => this.press(language) });
      button.dataset.speaks = language;
      return button;
    });
    this.voices = () => reader.data && this.draw(reader.data.words);
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", this.voices);
  }

  leave() {
    this.stop();
    globalThis.speechSynthesis?.removeEventListener?.("voiceschanged", this.voices);
  }

  voice(language) {
    const local = (globalThis.speechSynthesis?.getVoices() ?? []).filter((one) => one.localService);
    const fitting = local.filter((one) => one.lang.toLowerCase().startsWith(language));
    const wanted = language === "zh" ? (this.reader.data.lang === "zh-Hant" ? "zh-tw" : "zh-cn") : "en";
    return fitting.find((one) => one.lang.toLowerCase().replace("_", "-").startsWith(wanted)) ?? fitting[0];
  }

  draw(words) {
    for (const button of this.buttons) {
      const language = button.dataset.speaks;
      button.hidden = !this.voice(language);
      setText(button, this.speaking === language ? words.silence : words[`aloud_${language}`]);
      button.setAttribute("aria-pressed", String(this.speaking === language));
    }
  }

  press(language) {
    const was = this.speaking;
    this.stop();
    if (was !== language) this.speak(language, Number(this.reader.locked?.dataset.index ?? 0));
    this.draw(this.reader.data.words);
  }

  /** From sentence to sentence, each lit while it is heard. */
  speak(language, index) {
    const { rows, words } = this.reader.data;
    if (index >= rows.length || !this.reader.root.isConnected) {
      this.stop();
      this.draw(words);
      return;
    }
    this.speaking = language;
    const text = language === "zh" ? rows[index][0] : rows[index][1];
    const said = new SpeechSynthesisUtterance(text || "");
    said.voice = this.voice(language);
    said.lang = said.voice?.lang ?? language;
    said.onend = () => this.speaking === language && this.speak(language, index + 1);
    const row = this.reader.at("article", index);
    this.reader.lock(row);
    this.reader.reveal(row);
    speechSynthesis.speak(said);
  }

  stop() {
    this.speaking = null;
    globalThis.speechSynthesis?.cancel();
  }
}
