import type { Fields } from "../docker/schema/property";
import type { PropertyMap } from "../provider";

/** One kind of randomness: its properties, how it is made, and how an existing value is imported. */
export interface RandomResource {
  fields: Fields;
  schemaVersion?: number;
  secrets?: string[];
  create(inputs: PropertyMap): Promise<PropertyMap & { id: string }>;
  importFrom?(id: string): Promise<PropertyMap & { id: string }>;
}
