// Before and after: texts arrive in pieces and are set as text.

export default function ({ data, parentElement }) {
  const find = (selector) => parentElement.querySelector(selector);
  const { lang, rows, aside, words } = data;

  const heads = find(".heads");
  heads.hidden = rows.length === 0;
  heads.children[1].textContent = words.before;
  heads.children[2].textContent = words.after;
  find(".none").hidden = rows.length > 0;
  find(".none").textContent = words.none;
  find(".rows").replaceChildren(
    ...rows.map(({ number, before, after }) => {
      const row = make("li", "");
      const sides = [side(before), side(after)];
      for (const one of sides) one.lang = lang;
      row.append(make("span", number), ...sides);
      return row;
    }),
  );

  find(".aside").hidden = aside.length === 0;
  find(".aside strong").textContent = words.aside;
  find(".aside ul").replaceChildren(
    ...aside.map(([rule, text]) => {
      const line = make("li", "");
      const quoted = make("span", text);
      quoted.lang = lang;
      line.append(make("em", rule), quoted);
      return line;
    }),
  );
}

function side(pieces) {
  const paragraph = make("p", "");
  const tags = { same: "span", gone: "del", new: "ins" };
  paragraph.append(...pieces.map(([kind, text]) => make(tags[kind], text)));
  return paragraph;
}

function make(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
