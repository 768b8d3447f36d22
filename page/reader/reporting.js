// "This is wrong": a sentence and its English are kept for whoever runs the server, who can then do something about it.

class Reports {
  constructor(reader) {
    this.reader = reader;
    this.button = made("button", { type: "button", className: "wrong" });
    this.button.addEventListener("click", () => this.keep());
    this.reset();
  }

  reset() {
    this.made = []; // all that were made, in order, as with corrections
    this.id = `${Date.now()}-${Math.random()}`;
  }

  /** The sentence that the button is about. */
  about(element, english) {
    const { column, index } = element.dataset;
    this.meant = [column, (column === "article" ? this.reader.data.rows : this.reader.data.items)[index][0], english];
    this.draw();
  }

  draw() {
    const { words } = this.reader.data;
    const told = this.made.some((one) => one.join("\n") === this.meant.join("\n"));
    setText(this.button, told ? words.wrong_told : words.wrong);
    this.button.title = words.wrong_about;
    this.button.setAttribute("aria-disabled", String(told));
    this.told = told;
  }

  keep() {
    if (this.told) return;
    this.made = [...this.made, this.meant];
    this.reader.tell("reports", { run: this.reader.run, id: this.id, reports: this.made });
    this.draw();
  }
}
