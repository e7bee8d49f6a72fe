import { GUIDE } from "./guide";
import {
  type DocumentedSetting,
  renderTables,
  documentedSettings as settingsOf,
} from "./language/docs";
import { settingsSchema } from "./sections";

export { type DocumentedSetting, exampleCommand, hasExample } from "./language/docs";

/** Every setting of a stack file with its documentation. */
export const documentedSettings = (): DocumentedSetting[] => settingsOf(settingsSchema);

/** The whole of docs/settings.md. */
export const renderDocs = () => `${GUIDE}\n${renderTables(settingsSchema)}`;
