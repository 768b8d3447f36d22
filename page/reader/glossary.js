// Words for the glossary: a word that is clicked, or a stretch of Chinese that is marked, can be given its English.

const LONGEST_TERM = 30; // characters; whoever marks more means to copy it

class Terms {
  constructor(reader) {
    this.reader = reader;
    this.reset();
  }

  reset() {
    this.made = []; // all that were made, in order, as with corrections
    this.id = `${Date.now()}-${Math.random()}`;
  }

  /** The card of a word with a place to write its English. */
  offer({ clientX, clientY }, source, about) {
    const { data, card } = this.reader;
    card.dismiss();
    if (!data.editable || source.length < 2) return void card.pin(clientX, clientY, about);
    const box = made("input", { lang: "en", autocomplete: "off" });
    const form = made(
      "form",
      { className: "term" },
      made("label", {}, data.words.term_target, box),
      made("button", {}, data.words.term_add),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const target = box.value.trim();
      if (target) this.keep(source, target);
      card.dismiss();
    });
    card.pin(clientX, clientY, [...about, form]);
    box.focus({ preventScroll: true });
  }

  /** A stretch of the original that was marked may be a term of several words. */
  marked(event) {
    const root = this.reader.root.getRootNode();
    const selection = root.getSelection?.() ?? document.getSelection();
    const text = selection?.toString().trim() ?? "";
    if (text.length < 2 || text.length > LONGEST_TERM || !/\p{Script=Han}/u.test(text)) return;
    if (!event.target.closest?.(".source, .peek")) return;
    const about = made("p", { className: "entry" }, made("b", { lang: this.reader.data.lang }, text));
    this.offer(event, text, [about]);
  }

  keep(source, target) {
    this.made = [...this.made, [source, target]];
    this.reader.tell("terms", { run: this.reader.run, id: this.id, terms: this.made });
  }
}
