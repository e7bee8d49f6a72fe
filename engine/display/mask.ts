import { isMap, Secret, type Value } from "../resource/value";

const MASK = "[secret]";
/** Shorter texts would be found everywhere. */
const SHORTEST = 4;

/**
 * A plain word inside a larger secret (`name: password` beside a `content`) is rather a name, and
 * would be hidden wherever it is said. A word that is a secret by itself is learned as such.
 */
const WORD = /^[a-z]+([-_][a-z]+)*$/;

/** A copy of all inputs, secret as a whole; what is secret among them is learned from the inputs. */
const INPUTS = "__inputs";

/** Hides the texts of secrets wherever they turn up: in messages, in what a program prints, inside others. */
export class SecretMask {
  private readonly texts = new Set<string>();

  /** Takes note of all secrets in a value. */
  learn(value: Value, secret = false): void {
    if (value instanceof Secret && typeof value.value === "string") this.learnText(value.value);
    else if (value instanceof Secret) this.learn(value.value, true);
    else if (typeof value === "string" && secret && !WORD.test(value)) this.learnText(value);
    else if (Array.isArray(value)) for (const item of value) this.learn(item, secret);
    else if (isMap(value)) {
      for (const [key, item] of Object.entries(value)) if (key !== INPUTS) this.learn(item, secret);
    }
  }

  learnText(text: string): void {
    if (text.length < SHORTEST) return;
    // Within quotes it is shown as JSON writes it.
    this.texts.add(text).add(JSON.stringify(text).slice(1, -1));
  }

  /** The text with every known secret in it replaced. */
  hide(text: string): string {
    let hidden = text;
    for (const secret of this.texts) {
      if (hidden.includes(secret)) hidden = hidden.replaceAll(secret, MASK);
    }
    return hidden;
  }
}
