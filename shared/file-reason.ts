import { userName } from "./user-name";

/** Why a file or folder cannot be used, in words that follow its path: "FILE cannot be read: REASON". */
export function fileReason({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "it is a folder";
    case "ENOTDIR":
    case "EEXIST":
      return "a part of its path is a file, where a folder has to be";
    case "EACCES":
    case "EPERM":
      return `the user ${userName()} may not`;
    case "ELOOP":
      return "its links lead in a circle";
    case "ENAMETOOLONG":
      return "its name is too long";
    default:
      return message.replace(/^[A-Z]+: |, \w+( '.*)?$/g, "");
  }
}
