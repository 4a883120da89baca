/**
 * Dunnock on any page: `<script type="module" src="https://dunnock.example/widget.js?token=/dunnock-token">`.
 * Without `token`, where the service asks for no key, none is fetched. With `?manual`, the page places
 * `<dunnock-chat>` itself.
 */
import { connectTo } from '../service/connection.js'
import { createChat } from './chat.js'
import { createTokenKeeper } from './token-keeper.js'

const own = new URL(import.meta.url)
const tokenUrl = own.searchParams.get('token')
const style = new CSSStyleSheet()
style.replaceSync(WIDGET_STYLE)

class DunnockChat extends HTMLElement {
  /** @type {ReturnType<typeof createChat> | undefined} */
  #chat
  /** @type {ReturnType<typeof createTokenKeeper> | undefined} */
  #tokens

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    // Not a style element: the page's policy may forbid those.
    root.adoptedStyleSheets = [style]
    const chat = createChat(root, {
      title: this.getAttribute('label') ?? 'Dunnock',
      onRefused: () => void this.#tokens?.renew(),
    })
    this.#chat = chat
    const url = this.getAttribute('token-url') ?? tokenUrl
    if (url !== null) {
      this.#tokens = createTokenKeeper(new URL(url, document.baseURI).href, {
        onToken: chat.connect,
        onFailure: chat.fail,
      })
    }
    connectTo({ base: new URL('.', own).href, key: () => this.#tokens?.get() })
    // Nobody who does not open it is a caller.
    chat.onOpen(() => void (this.#tokens ? this.#tokens.renew() : chat.connect()))
  }

  disconnectedCallback() {
    this.#tokens?.stop()
    this.#chat?.close()
  }
}

customElements.define('dunnock-chat', DunnockChat)
if (!own.searchParams.has('manual')) document.body.append(document.createElement('dunnock-chat'))
