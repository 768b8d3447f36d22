// The keyboard: from sentence to sentence, from word to word, locking, correcting.

class Keyboard {
  constructor(reader) {
    this.reader = reader;
  }

  press(event, element) {
    if (event.target.matches("textarea, input") && event.key !== "Escape") return;
    if (event.key === "Escape") {
      for (const word of this.reader.root.querySelectorAll(".word.at")) word.classList.remove("at");
      if (this.reader.card.element.contains(event.target)) this.reader.lit?.focus?.();
      this.reader.card.dismiss();
      this.reader.unlock();
    }
    if (!element || event.target !== element || event.ctrlKey || event.metaKey || event.altKey) return;
    const { nextElementSibling: next, previousElementSibling: previous } = element;
    const steps = { ArrowDown: next, j: next, ArrowUp: previous, k: previous };
    if (event.key in steps) {
      const step = steps[event.key];
      if (step) {
        this.reader.focusable(step);
        step.focus();
      }
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      this.walk(element, event.key === "ArrowRight" ? 1 : -1);
    } else if (event.key === "Enter" && element.querySelector(".word.at")) {
      const word = element.querySelector(".word.at");
      const box = word.getBoundingClientRect();
      this.reader.glossary.offer({ clientX: box.left, clientY: box.bottom }, word.textContent, this.reader.about(word));
    } else if (event.key === "Enter") {
      this.reader.lock(element);
      this.reader.reveal(this.reader.partners(element)[0]);
    } else if (event.key === "e") {
      this.reader.editor.open(element.parts.target);
    } else return;
    event.preventDefault();
  }

  /** From word to word of the lit sentence. */
  walk(row, step) {
    const words = [...row.querySelectorAll(".word")];
    if (!words.length) return;
    const now = words.findIndex((word) => word.classList.contains("at"));
    const next = words[Math.min(words.length - 1, Math.max(0, now < 0 ? (step > 0 ? 0 : words.length - 1) : now + step))];
    words[now]?.classList.remove("at");
    next.classList.add("at");
    this.reader.explain(next);
  }
}
