// A plugin of `nest build` (nest-cli.json): the doc comment of a class in a *.dto.ts file becomes the description of its schema in
// the OpenAPI document. The plugin of @nestjs/swagger does this for properties only.
import ts from 'typescript';

/** The name under which a compiled file imports `ApiSchema`: no source uses it. */
const DECORATOR = 'ApiSchemaOfComment';

export function before() {
  return (context) => (file) => (file.fileName.endsWith('.dto.ts') ? describeClasses(file, context.factory) : file);
}

function describeClasses(file, factory) {
  const statements = file.statements.map((statement) =>
    ts.isClassDeclaration(statement) ? describeClass(statement, factory) : statement,
  );
  const isChanged = statements.some((statement, index) => statement !== file.statements[index]);
  return isChanged ? factory.updateSourceFile(file, [importDecorator(factory), ...statements]) : file;
}

function describeClass(node, factory) {
  const description = commentOf(node);
  if (description === '') return node;
  const { name, typeParameters, heritageClauses, members, modifiers = [] } = node;
  const decorated = [decoratorFor(description, factory), ...modifiers];
  return factory.updateClassDeclaration(node, decorated, name, typeParameters, heritageClauses, members);
}

/** The comment without its tags. Other plugins may have replaced the node; the original has the comment. */
function commentOf(node) {
  const comment = ts.getJSDocCommentsAndTags(ts.getOriginalNode(node)).findLast(ts.isJSDoc)?.comment;
  return (ts.getTextOfJSDocComment(comment) ?? '').replaceAll(/\s*\n\s*/g, ' ').trim();
}

function decoratorFor(description, factory) {
  const options = factory.createObjectLiteralExpression([
    factory.createPropertyAssignment('description', factory.createStringLiteral(description)),
  ]);
  return factory.createDecorator(
    factory.createCallExpression(factory.createIdentifier(DECORATOR), undefined, [options]),
  );
}

function importDecorator(factory) {
  const specifier = factory.createImportSpecifier(
    false,
    factory.createIdentifier('ApiSchema'),
    factory.createIdentifier(DECORATOR),
  );
  const clause = factory.createImportClause(undefined, undefined, factory.createNamedImports([specifier]));
  return factory.createImportDeclaration(undefined, clause, factory.createStringLiteral('@nestjs/swagger'));
}
