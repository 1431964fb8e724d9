import type { OpenAPIObject } from '@nestjs/swagger';

/** Parts of the document's type, which the package does not export by name. */
type PathItem = OpenAPIObject['paths'][string];
export type OperationObject = NonNullable<PathItem['get']>;
export type ResponseObject = NonNullable<OperationObject['responses'][string]>;
export type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
