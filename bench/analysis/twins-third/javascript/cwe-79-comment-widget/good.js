const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

function age(date) {
  const days = Math.round((new Date(date) - Date.now()) / 86_400_000);
  return RELATIVE.format(days, 'day');
}

class CommentWidget extends HTMLElement {
  static observedAttributes = ['page'];

  #comments = [];
  #controller = null;

  connectedCallback() {
    this.load();
  }

  disconnectedCallback() {
    this.#controller?.abort();
  }

  attributeChangedCallback(name, before, after) {
    if (name === 'page' && before !== null && before !== after) this.load();
  }

  async load() {
    this.#controller?.abort();
    this.#controller = new AbortController();
    const page = encodeURIComponent(this.getAttribute('page') ?? '');
    try {
      const response = await fetch(`/api/comments?page=${page}`, { signal: this.#controller.signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      this.#comments = await response.json();
      this.render();
    } catch (error) {
      if (error.name !== 'AbortError') this.textContent = 'Comments are not there at the moment.';
    }
  }

  entry(comment) {
    const classes = comment.pinned ? 'comment pinned' : 'comment';
    return `
      <li class="${classes}">
        <strong>${escapeHtml(comment.author)}</strong>
        <time>${escapeHtml(age(comment.written))}</time>
        <p>${escapeHtml(comment.text.trim())}</p>
      </li>`;
  }

  render() {
    const list = document.createElement('ul');
    list.innerHTML = this.#comments.map((comment) => this.entry(comment)).join('');
    const heading = document.createElement('h2');
    heading.textContent = `${this.#comments.length} comments`;
    this.replaceChildren(heading, list);
  }
}

customElements.define('comment-widget', CommentWidget);

export { CommentWidget, escapeHtml };
