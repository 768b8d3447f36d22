// The masthead: texts arrive as data and are set as text.

const LONG = 70; // letters; a first sentence that serves as title is not shouted

export default function ({ data, parentElement }) {
  const find = (selector) => parentElement.querySelector(selector);
  const { lang, title, byline } = data;

  // Until the English is there the Chinese title stands in the large place.
  const large = find("h2");
  large.textContent = title.target || title.source;
  large.lang = title.target ? "en" : lang;
  large.classList.toggle("long", large.textContent.length > LONG);
  const small = find(".source");
  small.textContent = title.target ? title.source : "";
  small.lang = lang;

  find(".byline").replaceChildren(
    ...byline.map(({ source, target }) => {
      const line = document.createElement("li");
      line.append(span(target, "en"), span(source, lang));
      return line;
    }),
  );
}

function span(text, lang) {
  const element = document.createElement("span");
  element.textContent = text;
  element.lang = lang;
  return element;
}
