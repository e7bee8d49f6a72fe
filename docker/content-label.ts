/**
 * The label of an image whose tag stands for all that it is built from. Its value is that tag: under
 * another name the image says nothing of what this name stands for.
 */
export const CONTENT_LABEL = "berth.content";
