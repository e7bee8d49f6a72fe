import { expect, test } from "vitest";
import { shellWords } from "../../shared/shell-words";

test.each([
  ["flask run", ["flask", "run"]],
  ['  a\t\'b  c\' "d\\"e" f\\ g ', ["a", "b  c", 'd"e', "f g"]],
  ["a'b'\"c\"d '' $HOME", ["abcd", "", "$HOME"]],
  ["", []],
])("%s is taken apart", (line, words) => {
  expect(shellWords(line)).toEqual(words);
});

test.each(["it's", '"open', "end\\"])("%s is no command line", (line) => {
  expect(shellWords(line)).toBeUndefined();
});
