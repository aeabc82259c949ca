process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  capabilityOf,
  locate,
  parseManifest,
  readDocument,
  repositoryRoot,
  require_dist
} from "./chunk-KXKLIMHO.js";
import {
  backendContradiction,
  canonicalRequirement,
  environmentNameFault,
  environmentValueFault,
  imagePathFault,
  imageReferenceFault,
  indexUrlFault,
  privateGitFault,
  privateIndexFault,
  readRequirement,
  relativePathFault,
  requirementFault,
  runStepFault,
  satisfies,
  slug,
  systemPackageFault,
  targetPathFault,
  torchBackendFault
} from "./chunk-ZXPIHTSD.js";
import {
  TomlError,
  parse
} from "./chunk-VNTX7BK7.js";
import {
  minorVersion
} from "./chunk-FUWFHXRW.js";
import {
  addressedFile,
  fileDistribution,
  holdsControlCharacter,
  isDistributionName,
  isLocalAddress,
  normaliseName,
  quote,
  splitDirect
} from "./chunk-X6WC3ASN.js";
import "./chunk-RPVUPVHQ.js";
import "./chunk-S4TJR5DF.js";
import {
  ManifestError,
  UsageError,
  describeLocation,
  messageOf
} from "./chunk-NR44LZQS.js";
import {
  __commonJS,
  __esm,
  __export,
  __toCommonJS,
  __toESM
} from "./chunk-LSVDQLTT.js";

// node_modules/dockerfile-ast/lib/argument.js
var require_argument = __commonJS({
  "node_modules/dockerfile-ast/lib/argument.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Argument = void 0;
    var Argument = class {
      constructor(value, range) {
        this.value = value;
        this.range = range;
      }
      toString() {
        return this.value;
      }
      getRange() {
        return this.range;
      }
      getValue() {
        return this.value;
      }
      isAfter(position) {
        if (this.range.end.line < position.line) {
          return false;
        }
        return this.range.start.line > position.line ? true : this.range.start.character > position.character;
      }
      isBefore(position) {
        if (this.range.start.line < position.line) {
          return true;
        }
        return this.range.end.line > position.line ? false : this.range.end.character < position.character;
      }
    };
    exports.Argument = Argument;
  }
});

// node_modules/dockerfile-ast/lib/jsonArgument.js
var require_jsonArgument = __commonJS({
  "node_modules/dockerfile-ast/lib/jsonArgument.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.JSONArgument = void 0;
    var argument_1 = require_argument();
    var JSONArgument = class extends argument_1.Argument {
      constructor(value, range, jsonRange) {
        super(value, range);
        this.jsonRange = jsonRange;
      }
      getJSONRange() {
        return this.jsonRange;
      }
      getJSONValue() {
        let value = super.getValue();
        value = value.substring(1, value.length - 1);
        return value;
      }
    };
    exports.JSONArgument = JSONArgument;
  }
});

// node_modules/vscode-languageserver-types/lib/esm/main.js
var main_exports = {};
__export(main_exports, {
  AnnotatedTextEdit: () => AnnotatedTextEdit,
  ApplyKind: () => ApplyKind,
  ChangeAnnotation: () => ChangeAnnotation,
  ChangeAnnotationIdentifier: () => ChangeAnnotationIdentifier,
  CodeAction: () => CodeAction,
  CodeActionContext: () => CodeActionContext,
  CodeActionKind: () => CodeActionKind,
  CodeActionTag: () => CodeActionTag,
  CodeActionTriggerKind: () => CodeActionTriggerKind,
  CodeDescription: () => CodeDescription,
  CodeLens: () => CodeLens,
  Color: () => Color,
  ColorInformation: () => ColorInformation,
  ColorPresentation: () => ColorPresentation,
  Command: () => Command,
  CompletionItem: () => CompletionItem,
  CompletionItemKind: () => CompletionItemKind,
  CompletionItemLabelDetails: () => CompletionItemLabelDetails,
  CompletionItemTag: () => CompletionItemTag,
  CompletionList: () => CompletionList,
  CreateFile: () => CreateFile,
  DeleteFile: () => DeleteFile,
  Diagnostic: () => Diagnostic,
  DiagnosticRelatedInformation: () => DiagnosticRelatedInformation,
  DiagnosticSeverity: () => DiagnosticSeverity,
  DiagnosticTag: () => DiagnosticTag,
  DocumentHighlight: () => DocumentHighlight,
  DocumentHighlightKind: () => DocumentHighlightKind,
  DocumentLink: () => DocumentLink,
  DocumentSymbol: () => DocumentSymbol,
  DocumentUri: () => DocumentUri,
  EOL: () => EOL,
  FoldingRange: () => FoldingRange,
  FoldingRangeKind: () => FoldingRangeKind,
  FormattingOptions: () => FormattingOptions,
  Hover: () => Hover,
  InlayHint: () => InlayHint,
  InlayHintKind: () => InlayHintKind,
  InlayHintLabelPart: () => InlayHintLabelPart,
  InlineCompletionContext: () => InlineCompletionContext,
  InlineCompletionItem: () => InlineCompletionItem,
  InlineCompletionList: () => InlineCompletionList,
  InlineCompletionTriggerKind: () => InlineCompletionTriggerKind,
  InlineValueContext: () => InlineValueContext,
  InlineValueEvaluatableExpression: () => InlineValueEvaluatableExpression,
  InlineValueText: () => InlineValueText,
  InlineValueVariableLookup: () => InlineValueVariableLookup,
  InsertReplaceEdit: () => InsertReplaceEdit,
  InsertTextFormat: () => InsertTextFormat,
  InsertTextMode: () => InsertTextMode,
  LanguageKind: () => LanguageKind,
  Location: () => Location,
  LocationLink: () => LocationLink,
  MarkedString: () => MarkedString,
  MarkupContent: () => MarkupContent,
  MarkupKind: () => MarkupKind,
  OptionalVersionedTextDocumentIdentifier: () => OptionalVersionedTextDocumentIdentifier,
  ParameterInformation: () => ParameterInformation,
  Position: () => Position,
  Range: () => Range,
  RenameFile: () => RenameFile,
  SelectedCompletionInfo: () => SelectedCompletionInfo,
  SelectionRange: () => SelectionRange,
  SemanticTokenModifiers: () => SemanticTokenModifiers,
  SemanticTokenTypes: () => SemanticTokenTypes,
  SemanticTokens: () => SemanticTokens,
  SignatureInformation: () => SignatureInformation,
  SnippetTextEdit: () => SnippetTextEdit,
  StringValue: () => StringValue,
  SymbolInformation: () => SymbolInformation,
  SymbolKind: () => SymbolKind,
  SymbolTag: () => SymbolTag,
  TextDocument: () => TextDocument,
  TextDocumentEdit: () => TextDocumentEdit,
  TextDocumentIdentifier: () => TextDocumentIdentifier,
  TextDocumentItem: () => TextDocumentItem,
  TextEdit: () => TextEdit,
  URI: () => URI,
  VersionedTextDocumentIdentifier: () => VersionedTextDocumentIdentifier,
  WorkspaceChange: () => WorkspaceChange,
  WorkspaceEdit: () => WorkspaceEdit,
  WorkspaceFolder: () => WorkspaceFolder,
  WorkspaceSymbol: () => WorkspaceSymbol,
  integer: () => integer,
  uinteger: () => uinteger
});
var DocumentUri, URI, integer, uinteger, Position, Range, Location, LocationLink, Color, ColorInformation, ColorPresentation, FoldingRangeKind, FoldingRange, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, CodeDescription, Diagnostic, Command, TextEdit, ChangeAnnotation, ChangeAnnotationIdentifier, AnnotatedTextEdit, TextDocumentEdit, CreateFile, RenameFile, DeleteFile, WorkspaceEdit, TextEditChangeImpl, SnippetTextEdit, ChangeAnnotations, WorkspaceChange, TextDocumentIdentifier, VersionedTextDocumentIdentifier, OptionalVersionedTextDocumentIdentifier, LanguageKind, TextDocumentItem, MarkupKind, MarkupContent, CompletionItemKind, InsertTextFormat, CompletionItemTag, InsertReplaceEdit, InsertTextMode, ApplyKind, CompletionItemLabelDetails, CompletionItem, CompletionList, MarkedString, Hover, ParameterInformation, SignatureInformation, DocumentHighlightKind, DocumentHighlight, SymbolKind, SymbolTag, SymbolInformation, WorkspaceSymbol, DocumentSymbol, CodeActionKind, CodeActionTriggerKind, CodeActionContext, CodeActionTag, CodeAction, CodeLens, FormattingOptions, DocumentLink, SelectionRange, SemanticTokenTypes, SemanticTokenModifiers, SemanticTokens, InlineValueText, InlineValueVariableLookup, InlineValueEvaluatableExpression, InlineValueContext, InlayHintKind, InlayHintLabelPart, InlayHint, StringValue, InlineCompletionItem, InlineCompletionList, InlineCompletionTriggerKind, SelectedCompletionInfo, InlineCompletionContext, WorkspaceFolder, EOL, TextDocument, FullTextDocument, Is;
var init_main = __esm({
  "node_modules/vscode-languageserver-types/lib/esm/main.js"() {
    "use strict";
    (function(DocumentUri2) {
      function is(value) {
        return typeof value === "string";
      }
      DocumentUri2.is = is;
    })(DocumentUri || (DocumentUri = {}));
    (function(URI2) {
      function is(value) {
        return typeof value === "string";
      }
      URI2.is = is;
    })(URI || (URI = {}));
    (function(integer2) {
      integer2.MIN_VALUE = -2147483648;
      integer2.MAX_VALUE = 2147483647;
      function is(value) {
        return typeof value === "number" && integer2.MIN_VALUE <= value && value <= integer2.MAX_VALUE;
      }
      integer2.is = is;
    })(integer || (integer = {}));
    (function(uinteger2) {
      uinteger2.MIN_VALUE = 0;
      uinteger2.MAX_VALUE = 2147483647;
      function is(value) {
        return typeof value === "number" && uinteger2.MIN_VALUE <= value && value <= uinteger2.MAX_VALUE;
      }
      uinteger2.is = is;
    })(uinteger || (uinteger = {}));
    (function(Position2) {
      function create(line, character) {
        if (line === Number.MAX_VALUE) {
          line = uinteger.MAX_VALUE;
        }
        if (character === Number.MAX_VALUE) {
          character = uinteger.MAX_VALUE;
        }
        return { line, character };
      }
      Position2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Is.uinteger(candidate.line) && Is.uinteger(candidate.character);
      }
      Position2.is = is;
    })(Position || (Position = {}));
    (function(Range2) {
      function create(one, two, three, four) {
        if (Is.uinteger(one) && Is.uinteger(two) && Is.uinteger(three) && Is.uinteger(four)) {
          return { start: Position.create(one, two), end: Position.create(three, four) };
        } else if (Position.is(one) && Position.is(two)) {
          return { start: one, end: two };
        } else {
          throw new Error(`Range#create called with invalid arguments[${one}, ${two}, ${three}, ${four}]`);
        }
      }
      Range2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Position.is(candidate.start) && Position.is(candidate.end);
      }
      Range2.is = is;
    })(Range || (Range = {}));
    (function(Location2) {
      function create(uri, range) {
        return { uri, range };
      }
      Location2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Range.is(candidate.range) && (Is.string(candidate.uri) || Is.undefined(candidate.uri));
      }
      Location2.is = is;
    })(Location || (Location = {}));
    (function(LocationLink2) {
      function create(targetUri, targetRange, targetSelectionRange, originSelectionRange) {
        return { targetUri, targetRange, targetSelectionRange, originSelectionRange };
      }
      LocationLink2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Range.is(candidate.targetRange) && Is.string(candidate.targetUri) && Range.is(candidate.targetSelectionRange) && (Range.is(candidate.originSelectionRange) || Is.undefined(candidate.originSelectionRange));
      }
      LocationLink2.is = is;
    })(LocationLink || (LocationLink = {}));
    (function(Color2) {
      function create(red, green, blue, alpha) {
        return {
          red,
          green,
          blue,
          alpha
        };
      }
      Color2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Is.numberRange(candidate.red, 0, 1) && Is.numberRange(candidate.green, 0, 1) && Is.numberRange(candidate.blue, 0, 1) && Is.numberRange(candidate.alpha, 0, 1);
      }
      Color2.is = is;
    })(Color || (Color = {}));
    (function(ColorInformation2) {
      function create(range, color) {
        return {
          range,
          color
        };
      }
      ColorInformation2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Range.is(candidate.range) && Color.is(candidate.color);
      }
      ColorInformation2.is = is;
    })(ColorInformation || (ColorInformation = {}));
    (function(ColorPresentation2) {
      function create(label, textEdit, additionalTextEdits) {
        return {
          label,
          textEdit,
          additionalTextEdits
        };
      }
      ColorPresentation2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Is.string(candidate.label) && (Is.undefined(candidate.textEdit) || TextEdit.is(candidate.textEdit)) && (Is.undefined(candidate.additionalTextEdits) || Is.typedArray(candidate.additionalTextEdits, TextEdit.is));
      }
      ColorPresentation2.is = is;
    })(ColorPresentation || (ColorPresentation = {}));
    (function(FoldingRangeKind2) {
      FoldingRangeKind2.Comment = "comment";
      FoldingRangeKind2.Imports = "imports";
      FoldingRangeKind2.Region = "region";
    })(FoldingRangeKind || (FoldingRangeKind = {}));
    (function(FoldingRange2) {
      function create(startLine, endLine, startCharacter, endCharacter, kind, collapsedText) {
        const result = {
          startLine,
          endLine
        };
        if (Is.defined(startCharacter)) {
          result.startCharacter = startCharacter;
        }
        if (Is.defined(endCharacter)) {
          result.endCharacter = endCharacter;
        }
        if (Is.defined(kind)) {
          result.kind = kind;
        }
        if (Is.defined(collapsedText)) {
          result.collapsedText = collapsedText;
        }
        return result;
      }
      FoldingRange2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Is.uinteger(candidate.startLine) && Is.uinteger(candidate.endLine) && (Is.undefined(candidate.startCharacter) || Is.uinteger(candidate.startCharacter)) && (Is.undefined(candidate.endCharacter) || Is.uinteger(candidate.endCharacter)) && (Is.undefined(candidate.kind) || Is.string(candidate.kind));
      }
      FoldingRange2.is = is;
    })(FoldingRange || (FoldingRange = {}));
    (function(DiagnosticRelatedInformation2) {
      function create(location, message) {
        return {
          location,
          message
        };
      }
      DiagnosticRelatedInformation2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Location.is(candidate.location) && Is.string(candidate.message);
      }
      DiagnosticRelatedInformation2.is = is;
    })(DiagnosticRelatedInformation || (DiagnosticRelatedInformation = {}));
    (function(DiagnosticSeverity2) {
      DiagnosticSeverity2.Error = 1;
      DiagnosticSeverity2.Warning = 2;
      DiagnosticSeverity2.Information = 3;
      DiagnosticSeverity2.Hint = 4;
    })(DiagnosticSeverity || (DiagnosticSeverity = {}));
    (function(DiagnosticTag2) {
      DiagnosticTag2.Unnecessary = 1;
      DiagnosticTag2.Deprecated = 2;
    })(DiagnosticTag || (DiagnosticTag = {}));
    (function(CodeDescription2) {
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Is.string(candidate.href);
      }
      CodeDescription2.is = is;
    })(CodeDescription || (CodeDescription = {}));
    (function(Diagnostic2) {
      function create(range, message, severity, code, source, relatedInformation) {
        const result = { range, message };
        if (Is.defined(severity)) {
          result.severity = severity;
        }
        if (Is.defined(code)) {
          result.code = code;
        }
        if (Is.defined(source)) {
          result.source = source;
        }
        if (Is.defined(relatedInformation)) {
          result.relatedInformation = relatedInformation;
        }
        return result;
      }
      Diagnostic2.create = create;
      function is(value) {
        var _a;
        const candidate = value;
        return Is.defined(candidate) && Range.is(candidate.range) && (Is.string(candidate.message) || MarkupContent.is(candidate.message)) && (Is.number(candidate.severity) || Is.undefined(candidate.severity)) && (Is.integer(candidate.code) || Is.string(candidate.code) || Is.undefined(candidate.code)) && (Is.undefined(candidate.codeDescription) || Is.string((_a = candidate.codeDescription) === null || _a === void 0 ? void 0 : _a.href)) && (Is.string(candidate.source) || Is.undefined(candidate.source)) && (Is.undefined(candidate.relatedInformation) || Is.typedArray(candidate.relatedInformation, DiagnosticRelatedInformation.is));
      }
      Diagnostic2.is = is;
      function is3_17(value) {
        return Is.string(value.message);
      }
      Diagnostic2.is3_17 = is3_17;
      function getMessageString(diagnostic) {
        if (Is.string(diagnostic.message)) {
          return diagnostic.message;
        } else if (MarkupContent.is(diagnostic.message)) {
          return diagnostic.message.value;
        } else {
          throw new Error(`Unknown message type ${typeof diagnostic.message}`);
        }
      }
      Diagnostic2.getMessageString = getMessageString;
    })(Diagnostic || (Diagnostic = {}));
    (function(Command2) {
      function create(title, command, ...args) {
        const result = { title, command };
        if (Is.defined(args) && args.length > 0) {
          result.arguments = args;
        }
        return result;
      }
      Command2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Is.string(candidate.title) && (candidate.tooltip === void 0 || Is.string(candidate.tooltip)) && Is.string(candidate.command);
      }
      Command2.is = is;
    })(Command || (Command = {}));
    (function(TextEdit2) {
      function replace(range, newText) {
        return { range, newText };
      }
      TextEdit2.replace = replace;
      function insert(position, newText) {
        return { range: { start: position, end: position }, newText };
      }
      TextEdit2.insert = insert;
      function del(range) {
        return { range, newText: "" };
      }
      TextEdit2.del = del;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Is.string(candidate.newText) && Range.is(candidate.range);
      }
      TextEdit2.is = is;
    })(TextEdit || (TextEdit = {}));
    (function(ChangeAnnotation2) {
      function create(label, needsConfirmation, description) {
        const result = { label };
        if (needsConfirmation !== void 0) {
          result.needsConfirmation = needsConfirmation;
        }
        if (description !== void 0) {
          result.description = description;
        }
        return result;
      }
      ChangeAnnotation2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Is.string(candidate.label) && (Is.boolean(candidate.needsConfirmation) || candidate.needsConfirmation === void 0) && (Is.string(candidate.description) || candidate.description === void 0);
      }
      ChangeAnnotation2.is = is;
    })(ChangeAnnotation || (ChangeAnnotation = {}));
    (function(ChangeAnnotationIdentifier2) {
      function is(value) {
        const candidate = value;
        return Is.string(candidate);
      }
      ChangeAnnotationIdentifier2.is = is;
    })(ChangeAnnotationIdentifier || (ChangeAnnotationIdentifier = {}));
    (function(AnnotatedTextEdit2) {
      function replace(range, newText, annotation) {
        return { range, newText, annotationId: annotation };
      }
      AnnotatedTextEdit2.replace = replace;
      function insert(position, newText, annotation) {
        return { range: { start: position, end: position }, newText, annotationId: annotation };
      }
      AnnotatedTextEdit2.insert = insert;
      function del(range, annotation) {
        return { range, newText: "", annotationId: annotation };
      }
      AnnotatedTextEdit2.del = del;
      function is(value) {
        const candidate = value;
        return TextEdit.is(candidate) && (ChangeAnnotation.is(candidate.annotationId) || ChangeAnnotationIdentifier.is(candidate.annotationId));
      }
      AnnotatedTextEdit2.is = is;
    })(AnnotatedTextEdit || (AnnotatedTextEdit = {}));
    (function(TextDocumentEdit2) {
      function create(textDocument, edits) {
        return { textDocument, edits };
      }
      TextDocumentEdit2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && OptionalVersionedTextDocumentIdentifier.is(candidate.textDocument) && Array.isArray(candidate.edits);
      }
      TextDocumentEdit2.is = is;
    })(TextDocumentEdit || (TextDocumentEdit = {}));
    (function(CreateFile2) {
      function create(uri, options, annotation) {
        const result = {
          kind: "create",
          uri
        };
        if (options !== void 0 && (options.overwrite !== void 0 || options.ignoreIfExists !== void 0)) {
          result.options = options;
        }
        if (annotation !== void 0) {
          result.annotationId = annotation;
        }
        return result;
      }
      CreateFile2.create = create;
      function is(value) {
        const candidate = value;
        return candidate && candidate.kind === "create" && Is.string(candidate.uri) && (candidate.options === void 0 || (candidate.options.overwrite === void 0 || Is.boolean(candidate.options.overwrite)) && (candidate.options.ignoreIfExists === void 0 || Is.boolean(candidate.options.ignoreIfExists))) && (candidate.annotationId === void 0 || ChangeAnnotationIdentifier.is(candidate.annotationId));
      }
      CreateFile2.is = is;
    })(CreateFile || (CreateFile = {}));
    (function(RenameFile2) {
      function create(oldUri, newUri, options, annotation) {
        const result = {
          kind: "rename",
          oldUri,
          newUri
        };
        if (options !== void 0 && (options.overwrite !== void 0 || options.ignoreIfExists !== void 0)) {
          result.options = options;
        }
        if (annotation !== void 0) {
          result.annotationId = annotation;
        }
        return result;
      }
      RenameFile2.create = create;
      function is(value) {
        const candidate = value;
        return candidate && candidate.kind === "rename" && Is.string(candidate.oldUri) && Is.string(candidate.newUri) && (candidate.options === void 0 || (candidate.options.overwrite === void 0 || Is.boolean(candidate.options.overwrite)) && (candidate.options.ignoreIfExists === void 0 || Is.boolean(candidate.options.ignoreIfExists))) && (candidate.annotationId === void 0 || ChangeAnnotationIdentifier.is(candidate.annotationId));
      }
      RenameFile2.is = is;
    })(RenameFile || (RenameFile = {}));
    (function(DeleteFile2) {
      function create(uri, options, annotation) {
        const result = {
          kind: "delete",
          uri
        };
        if (options !== void 0 && (options.recursive !== void 0 || options.ignoreIfNotExists !== void 0)) {
          result.options = options;
        }
        if (annotation !== void 0) {
          result.annotationId = annotation;
        }
        return result;
      }
      DeleteFile2.create = create;
      function is(value) {
        const candidate = value;
        return candidate && candidate.kind === "delete" && Is.string(candidate.uri) && (candidate.options === void 0 || (candidate.options.recursive === void 0 || Is.boolean(candidate.options.recursive)) && (candidate.options.ignoreIfNotExists === void 0 || Is.boolean(candidate.options.ignoreIfNotExists))) && (candidate.annotationId === void 0 || ChangeAnnotationIdentifier.is(candidate.annotationId));
      }
      DeleteFile2.is = is;
    })(DeleteFile || (DeleteFile = {}));
    (function(WorkspaceEdit2) {
      function is(value) {
        const candidate = value;
        return candidate && (candidate.changes !== void 0 || candidate.documentChanges !== void 0) && (candidate.documentChanges === void 0 || candidate.documentChanges.every((change) => {
          if (Is.string(change.kind)) {
            return CreateFile.is(change) || RenameFile.is(change) || DeleteFile.is(change);
          } else {
            return TextDocumentEdit.is(change);
          }
        }));
      }
      WorkspaceEdit2.is = is;
    })(WorkspaceEdit || (WorkspaceEdit = {}));
    TextEditChangeImpl = class {
      constructor(edits, changeAnnotations) {
        this.edits = edits;
        this.changeAnnotations = changeAnnotations;
      }
      insert(position, newText, annotation) {
        let edit;
        let id;
        if (annotation === void 0) {
          edit = TextEdit.insert(position, newText);
        } else if (ChangeAnnotationIdentifier.is(annotation)) {
          id = annotation;
          edit = AnnotatedTextEdit.insert(position, newText, annotation);
        } else {
          this.assertChangeAnnotations(this.changeAnnotations);
          id = this.changeAnnotations.manage(annotation);
          edit = AnnotatedTextEdit.insert(position, newText, id);
        }
        this.edits.push(edit);
        if (id !== void 0) {
          return id;
        }
      }
      replace(range, newText, annotation) {
        let edit;
        let id;
        if (annotation === void 0) {
          edit = TextEdit.replace(range, newText);
        } else if (ChangeAnnotationIdentifier.is(annotation)) {
          id = annotation;
          edit = AnnotatedTextEdit.replace(range, newText, annotation);
        } else {
          this.assertChangeAnnotations(this.changeAnnotations);
          id = this.changeAnnotations.manage(annotation);
          edit = AnnotatedTextEdit.replace(range, newText, id);
        }
        this.edits.push(edit);
        if (id !== void 0) {
          return id;
        }
      }
      delete(range, annotation) {
        let edit;
        let id;
        if (annotation === void 0) {
          edit = TextEdit.del(range);
        } else if (ChangeAnnotationIdentifier.is(annotation)) {
          id = annotation;
          edit = AnnotatedTextEdit.del(range, annotation);
        } else {
          this.assertChangeAnnotations(this.changeAnnotations);
          id = this.changeAnnotations.manage(annotation);
          edit = AnnotatedTextEdit.del(range, id);
        }
        this.edits.push(edit);
        if (id !== void 0) {
          return id;
        }
      }
      add(edit) {
        this.edits.push(edit);
      }
      all() {
        return this.edits;
      }
      clear() {
        this.edits.splice(0, this.edits.length);
      }
      assertChangeAnnotations(value) {
        if (value === void 0) {
          throw new Error(`Text edit change is not configured to manage change annotations.`);
        }
      }
    };
    (function(SnippetTextEdit2) {
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Range.is(candidate.range) && StringValue.isSnippet(candidate.snippet) && (candidate.annotationId === void 0 || (ChangeAnnotation.is(candidate.annotationId) || ChangeAnnotationIdentifier.is(candidate.annotationId)));
      }
      SnippetTextEdit2.is = is;
    })(SnippetTextEdit || (SnippetTextEdit = {}));
    ChangeAnnotations = class {
      constructor(annotations) {
        this._annotations = annotations === void 0 ? /* @__PURE__ */ Object.create(null) : annotations;
        this._counter = 0;
        this._size = 0;
      }
      all() {
        return this._annotations;
      }
      get size() {
        return this._size;
      }
      manage(idOrAnnotation, annotation) {
        let id;
        if (ChangeAnnotationIdentifier.is(idOrAnnotation)) {
          id = idOrAnnotation;
        } else {
          id = this.nextId();
          annotation = idOrAnnotation;
        }
        if (this._annotations[id] !== void 0) {
          throw new Error(`Id ${id} is already in use.`);
        }
        if (annotation === void 0) {
          throw new Error(`No annotation provided for id ${id}`);
        }
        this._annotations[id] = annotation;
        this._size++;
        return id;
      }
      nextId() {
        this._counter++;
        return this._counter.toString();
      }
    };
    WorkspaceChange = class {
      constructor(workspaceEdit) {
        this._textEditChanges = /* @__PURE__ */ Object.create(null);
        if (workspaceEdit !== void 0) {
          this._workspaceEdit = workspaceEdit;
          if (workspaceEdit.documentChanges) {
            this._changeAnnotations = new ChangeAnnotations(workspaceEdit.changeAnnotations);
            workspaceEdit.changeAnnotations = this._changeAnnotations.all();
            workspaceEdit.documentChanges.forEach((change) => {
              if (TextDocumentEdit.is(change)) {
                const textEditChange = new TextEditChangeImpl(change.edits, this._changeAnnotations);
                this._textEditChanges[change.textDocument.uri] = textEditChange;
              }
            });
          } else if (workspaceEdit.changes) {
            Object.keys(workspaceEdit.changes).forEach((key) => {
              const textEditChange = new TextEditChangeImpl(workspaceEdit.changes[key]);
              this._textEditChanges[key] = textEditChange;
            });
          }
        } else {
          this._workspaceEdit = {};
        }
      }
      /**
       * Returns the underlying {@link WorkspaceEdit} literal
       * use to be returned from a workspace edit operation like rename.
       */
      get edit() {
        this.initDocumentChanges();
        if (this._changeAnnotations !== void 0) {
          if (this._changeAnnotations.size === 0) {
            this._workspaceEdit.changeAnnotations = void 0;
          } else {
            this._workspaceEdit.changeAnnotations = this._changeAnnotations.all();
          }
        }
        return this._workspaceEdit;
      }
      getTextEditChange(key) {
        if (OptionalVersionedTextDocumentIdentifier.is(key)) {
          this.initDocumentChanges();
          if (this._workspaceEdit.documentChanges === void 0) {
            throw new Error("Workspace edit is not configured for document changes.");
          }
          const textDocument = { uri: key.uri, version: key.version };
          let result = this._textEditChanges[textDocument.uri];
          if (!result) {
            const edits = [];
            const textDocumentEdit = {
              textDocument,
              edits
            };
            this._workspaceEdit.documentChanges.push(textDocumentEdit);
            result = new TextEditChangeImpl(edits, this._changeAnnotations);
            this._textEditChanges[textDocument.uri] = result;
          }
          return result;
        } else {
          this.initChanges();
          if (this._workspaceEdit.changes === void 0) {
            throw new Error("Workspace edit is not configured for normal text edit changes.");
          }
          let result = this._textEditChanges[key];
          if (!result) {
            const edits = [];
            this._workspaceEdit.changes[key] = edits;
            result = new TextEditChangeImpl(edits);
            this._textEditChanges[key] = result;
          }
          return result;
        }
      }
      initDocumentChanges() {
        if (this._workspaceEdit.documentChanges === void 0 && this._workspaceEdit.changes === void 0) {
          this._changeAnnotations = new ChangeAnnotations();
          this._workspaceEdit.documentChanges = [];
          this._workspaceEdit.changeAnnotations = this._changeAnnotations.all();
        }
      }
      initChanges() {
        if (this._workspaceEdit.documentChanges === void 0 && this._workspaceEdit.changes === void 0) {
          this._workspaceEdit.changes = /* @__PURE__ */ Object.create(null);
        }
      }
      createFile(uri, optionsOrAnnotation, options) {
        this.initDocumentChanges();
        if (this._workspaceEdit.documentChanges === void 0) {
          throw new Error("Workspace edit is not configured for document changes.");
        }
        let annotation;
        if (ChangeAnnotation.is(optionsOrAnnotation) || ChangeAnnotationIdentifier.is(optionsOrAnnotation)) {
          annotation = optionsOrAnnotation;
        } else {
          options = optionsOrAnnotation;
        }
        let operation;
        let id;
        if (annotation === void 0) {
          operation = CreateFile.create(uri, options);
        } else {
          id = ChangeAnnotationIdentifier.is(annotation) ? annotation : this._changeAnnotations.manage(annotation);
          operation = CreateFile.create(uri, options, id);
        }
        this._workspaceEdit.documentChanges.push(operation);
        if (id !== void 0) {
          return id;
        }
      }
      renameFile(oldUri, newUri, optionsOrAnnotation, options) {
        this.initDocumentChanges();
        if (this._workspaceEdit.documentChanges === void 0) {
          throw new Error("Workspace edit is not configured for document changes.");
        }
        let annotation;
        if (ChangeAnnotation.is(optionsOrAnnotation) || ChangeAnnotationIdentifier.is(optionsOrAnnotation)) {
          annotation = optionsOrAnnotation;
        } else {
          options = optionsOrAnnotation;
        }
        let operation;
        let id;
        if (annotation === void 0) {
          operation = RenameFile.create(oldUri, newUri, options);
        } else {
          id = ChangeAnnotationIdentifier.is(annotation) ? annotation : this._changeAnnotations.manage(annotation);
          operation = RenameFile.create(oldUri, newUri, options, id);
        }
        this._workspaceEdit.documentChanges.push(operation);
        if (id !== void 0) {
          return id;
        }
      }
      deleteFile(uri, optionsOrAnnotation, options) {
        this.initDocumentChanges();
        if (this._workspaceEdit.documentChanges === void 0) {
          throw new Error("Workspace edit is not configured for document changes.");
        }
        let annotation;
        if (ChangeAnnotation.is(optionsOrAnnotation) || ChangeAnnotationIdentifier.is(optionsOrAnnotation)) {
          annotation = optionsOrAnnotation;
        } else {
          options = optionsOrAnnotation;
        }
        let operation;
        let id;
        if (annotation === void 0) {
          operation = DeleteFile.create(uri, options);
        } else {
          id = ChangeAnnotationIdentifier.is(annotation) ? annotation : this._changeAnnotations.manage(annotation);
          operation = DeleteFile.create(uri, options, id);
        }
        this._workspaceEdit.documentChanges.push(operation);
        if (id !== void 0) {
          return id;
        }
      }
    };
    (function(TextDocumentIdentifier2) {
      function create(uri) {
        return { uri };
      }
      TextDocumentIdentifier2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Is.string(candidate.uri);
      }
      TextDocumentIdentifier2.is = is;
    })(TextDocumentIdentifier || (TextDocumentIdentifier = {}));
    (function(VersionedTextDocumentIdentifier2) {
      function create(uri, version) {
        return { uri, version };
      }
      VersionedTextDocumentIdentifier2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Is.string(candidate.uri) && Is.integer(candidate.version);
      }
      VersionedTextDocumentIdentifier2.is = is;
    })(VersionedTextDocumentIdentifier || (VersionedTextDocumentIdentifier = {}));
    (function(OptionalVersionedTextDocumentIdentifier2) {
      function create(uri, version) {
        return { uri, version };
      }
      OptionalVersionedTextDocumentIdentifier2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Is.string(candidate.uri) && (candidate.version === null || Is.integer(candidate.version));
      }
      OptionalVersionedTextDocumentIdentifier2.is = is;
    })(OptionalVersionedTextDocumentIdentifier || (OptionalVersionedTextDocumentIdentifier = {}));
    (function(LanguageKind2) {
      LanguageKind2.ABAP = "abap";
      LanguageKind2.WindowsBat = "bat";
      LanguageKind2.BibTeX = "bibtex";
      LanguageKind2.Clojure = "clojure";
      LanguageKind2.Coffeescript = "coffeescript";
      LanguageKind2.C = "c";
      LanguageKind2.CPP = "cpp";
      LanguageKind2.CSharp = "csharp";
      LanguageKind2.CSS = "css";
      LanguageKind2.D = "d";
      LanguageKind2.Delphi = "pascal";
      LanguageKind2.Diff = "diff";
      LanguageKind2.Dart = "dart";
      LanguageKind2.Dockerfile = "dockerfile";
      LanguageKind2.Elixir = "elixir";
      LanguageKind2.Erlang = "erlang";
      LanguageKind2.FSharp = "fsharp";
      LanguageKind2.GitCommit = "git-commit";
      LanguageKind2.GitRebase = "git-rebase";
      LanguageKind2.Go = "go";
      LanguageKind2.Groovy = "groovy";
      LanguageKind2.Handlebars = "handlebars";
      LanguageKind2.Haskell = "haskell";
      LanguageKind2.HTML = "html";
      LanguageKind2.Ini = "ini";
      LanguageKind2.Java = "java";
      LanguageKind2.JavaScript = "javascript";
      LanguageKind2.JavaScriptReact = "javascriptreact";
      LanguageKind2.JSON = "json";
      LanguageKind2.LaTeX = "latex";
      LanguageKind2.Less = "less";
      LanguageKind2.Lua = "lua";
      LanguageKind2.Makefile = "makefile";
      LanguageKind2.Markdown = "markdown";
      LanguageKind2.ObjectiveC = "objective-c";
      LanguageKind2.ObjectiveCPP = "objective-cpp";
      LanguageKind2.Pascal = "pascal";
      LanguageKind2.Perl = "perl";
      LanguageKind2.Perl6 = "perl6";
      LanguageKind2.PHP = "php";
      LanguageKind2.Plaintext = "plaintext";
      LanguageKind2.Powershell = "powershell";
      LanguageKind2.Pug = "jade";
      LanguageKind2.Python = "python";
      LanguageKind2.R = "r";
      LanguageKind2.Razor = "razor";
      LanguageKind2.Ruby = "ruby";
      LanguageKind2.Rust = "rust";
      LanguageKind2.SCSS = "scss";
      LanguageKind2.SASS = "sass";
      LanguageKind2.Scala = "scala";
      LanguageKind2.ShaderLab = "shaderlab";
      LanguageKind2.ShellScript = "shellscript";
      LanguageKind2.SQL = "sql";
      LanguageKind2.Swift = "swift";
      LanguageKind2.TypeScript = "typescript";
      LanguageKind2.TypeScriptReact = "typescriptreact";
      LanguageKind2.TeX = "tex";
      LanguageKind2.VisualBasic = "vb";
      LanguageKind2.XML = "xml";
      LanguageKind2.XSL = "xsl";
      LanguageKind2.YAML = "yaml";
    })(LanguageKind || (LanguageKind = {}));
    (function(TextDocumentItem2) {
      function create(uri, languageId, version, text2) {
        return { uri, languageId, version, text: text2 };
      }
      TextDocumentItem2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Is.string(candidate.uri) && Is.string(candidate.languageId) && Is.integer(candidate.version) && Is.string(candidate.text);
      }
      TextDocumentItem2.is = is;
    })(TextDocumentItem || (TextDocumentItem = {}));
    (function(MarkupKind2) {
      MarkupKind2.PlainText = "plaintext";
      MarkupKind2.Markdown = "markdown";
      function is(value) {
        const candidate = value;
        return candidate === MarkupKind2.PlainText || candidate === MarkupKind2.Markdown;
      }
      MarkupKind2.is = is;
    })(MarkupKind || (MarkupKind = {}));
    (function(MarkupContent2) {
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(value) && MarkupKind.is(candidate.kind) && Is.string(candidate.value);
      }
      MarkupContent2.is = is;
    })(MarkupContent || (MarkupContent = {}));
    (function(CompletionItemKind2) {
      CompletionItemKind2.Text = 1;
      CompletionItemKind2.Method = 2;
      CompletionItemKind2.Function = 3;
      CompletionItemKind2.Constructor = 4;
      CompletionItemKind2.Field = 5;
      CompletionItemKind2.Variable = 6;
      CompletionItemKind2.Class = 7;
      CompletionItemKind2.Interface = 8;
      CompletionItemKind2.Module = 9;
      CompletionItemKind2.Property = 10;
      CompletionItemKind2.Unit = 11;
      CompletionItemKind2.Value = 12;
      CompletionItemKind2.Enum = 13;
      CompletionItemKind2.Keyword = 14;
      CompletionItemKind2.Snippet = 15;
      CompletionItemKind2.Color = 16;
      CompletionItemKind2.File = 17;
      CompletionItemKind2.Reference = 18;
      CompletionItemKind2.Folder = 19;
      CompletionItemKind2.EnumMember = 20;
      CompletionItemKind2.Constant = 21;
      CompletionItemKind2.Struct = 22;
      CompletionItemKind2.Event = 23;
      CompletionItemKind2.Operator = 24;
      CompletionItemKind2.TypeParameter = 25;
    })(CompletionItemKind || (CompletionItemKind = {}));
    (function(InsertTextFormat2) {
      InsertTextFormat2.PlainText = 1;
      InsertTextFormat2.Snippet = 2;
    })(InsertTextFormat || (InsertTextFormat = {}));
    (function(CompletionItemTag2) {
      CompletionItemTag2.Deprecated = 1;
    })(CompletionItemTag || (CompletionItemTag = {}));
    (function(InsertReplaceEdit2) {
      function create(newText, insert, replace) {
        return { newText, insert, replace };
      }
      InsertReplaceEdit2.create = create;
      function is(value) {
        const candidate = value;
        return candidate && Is.string(candidate.newText) && Range.is(candidate.insert) && Range.is(candidate.replace);
      }
      InsertReplaceEdit2.is = is;
    })(InsertReplaceEdit || (InsertReplaceEdit = {}));
    (function(InsertTextMode2) {
      InsertTextMode2.asIs = 1;
      InsertTextMode2.adjustIndentation = 2;
    })(InsertTextMode || (InsertTextMode = {}));
    (function(ApplyKind2) {
      ApplyKind2.Replace = 1;
      ApplyKind2.Merge = 2;
    })(ApplyKind || (ApplyKind = {}));
    (function(CompletionItemLabelDetails2) {
      function is(value) {
        const candidate = value;
        return candidate && (Is.string(candidate.detail) || candidate.detail === void 0) && (Is.string(candidate.description) || candidate.description === void 0);
      }
      CompletionItemLabelDetails2.is = is;
    })(CompletionItemLabelDetails || (CompletionItemLabelDetails = {}));
    (function(CompletionItem2) {
      function create(label) {
        return { label };
      }
      CompletionItem2.create = create;
    })(CompletionItem || (CompletionItem = {}));
    (function(CompletionList2) {
      function create(items, isIncomplete) {
        return { items: items ? items : [], isIncomplete: !!isIncomplete };
      }
      CompletionList2.create = create;
    })(CompletionList || (CompletionList = {}));
    (function(MarkedString2) {
      function fromPlainText(plainText) {
        return plainText.replace(/[\\`*_{}[\]()#+\-.!]/g, "\\$&");
      }
      MarkedString2.fromPlainText = fromPlainText;
      function is(value) {
        const candidate = value;
        return Is.string(candidate) || Is.objectLiteral(candidate) && Is.string(candidate.language) && Is.string(candidate.value);
      }
      MarkedString2.is = is;
    })(MarkedString || (MarkedString = {}));
    (function(Hover2) {
      function is(value) {
        const candidate = value;
        return !!candidate && Is.objectLiteral(candidate) && (MarkupContent.is(candidate.contents) || MarkedString.is(candidate.contents) || Is.typedArray(candidate.contents, MarkedString.is)) && (value.range === void 0 || Range.is(value.range));
      }
      Hover2.is = is;
    })(Hover || (Hover = {}));
    (function(ParameterInformation2) {
      function create(label, documentation) {
        return documentation ? { label, documentation } : { label };
      }
      ParameterInformation2.create = create;
    })(ParameterInformation || (ParameterInformation = {}));
    (function(SignatureInformation2) {
      function create(label, documentation, ...parameters) {
        const result = { label };
        if (Is.defined(documentation)) {
          result.documentation = documentation;
        }
        if (Is.defined(parameters)) {
          result.parameters = parameters;
        } else {
          result.parameters = [];
        }
        return result;
      }
      SignatureInformation2.create = create;
    })(SignatureInformation || (SignatureInformation = {}));
    (function(DocumentHighlightKind2) {
      DocumentHighlightKind2.Text = 1;
      DocumentHighlightKind2.Read = 2;
      DocumentHighlightKind2.Write = 3;
    })(DocumentHighlightKind || (DocumentHighlightKind = {}));
    (function(DocumentHighlight2) {
      function create(range, kind) {
        const result = { range };
        if (Is.number(kind)) {
          result.kind = kind;
        }
        return result;
      }
      DocumentHighlight2.create = create;
    })(DocumentHighlight || (DocumentHighlight = {}));
    (function(SymbolKind2) {
      SymbolKind2.File = 1;
      SymbolKind2.Module = 2;
      SymbolKind2.Namespace = 3;
      SymbolKind2.Package = 4;
      SymbolKind2.Class = 5;
      SymbolKind2.Method = 6;
      SymbolKind2.Property = 7;
      SymbolKind2.Field = 8;
      SymbolKind2.Constructor = 9;
      SymbolKind2.Enum = 10;
      SymbolKind2.Interface = 11;
      SymbolKind2.Function = 12;
      SymbolKind2.Variable = 13;
      SymbolKind2.Constant = 14;
      SymbolKind2.String = 15;
      SymbolKind2.Number = 16;
      SymbolKind2.Boolean = 17;
      SymbolKind2.Array = 18;
      SymbolKind2.Object = 19;
      SymbolKind2.Key = 20;
      SymbolKind2.Null = 21;
      SymbolKind2.EnumMember = 22;
      SymbolKind2.Struct = 23;
      SymbolKind2.Event = 24;
      SymbolKind2.Operator = 25;
      SymbolKind2.TypeParameter = 26;
    })(SymbolKind || (SymbolKind = {}));
    (function(SymbolTag2) {
      SymbolTag2.Deprecated = 1;
    })(SymbolTag || (SymbolTag = {}));
    (function(SymbolInformation2) {
      function create(name, kind, range, uri, containerName) {
        const result = {
          name,
          kind,
          location: { uri, range }
        };
        if (containerName) {
          result.containerName = containerName;
        }
        return result;
      }
      SymbolInformation2.create = create;
    })(SymbolInformation || (SymbolInformation = {}));
    (function(WorkspaceSymbol2) {
      function create(name, kind, uri, range) {
        return range !== void 0 ? { name, kind, location: { uri, range } } : { name, kind, location: { uri } };
      }
      WorkspaceSymbol2.create = create;
    })(WorkspaceSymbol || (WorkspaceSymbol = {}));
    (function(DocumentSymbol2) {
      function create(name, detail, kind, range, selectionRange, children) {
        const result = {
          name,
          detail,
          kind,
          range,
          selectionRange
        };
        if (children !== void 0) {
          result.children = children;
        }
        return result;
      }
      DocumentSymbol2.create = create;
      function is(value) {
        const candidate = value;
        return candidate && Is.string(candidate.name) && Is.number(candidate.kind) && Range.is(candidate.range) && Range.is(candidate.selectionRange) && (candidate.detail === void 0 || Is.string(candidate.detail)) && (candidate.deprecated === void 0 || Is.boolean(candidate.deprecated)) && (candidate.children === void 0 || Array.isArray(candidate.children)) && (candidate.tags === void 0 || Array.isArray(candidate.tags));
      }
      DocumentSymbol2.is = is;
    })(DocumentSymbol || (DocumentSymbol = {}));
    (function(CodeActionKind2) {
      CodeActionKind2.Empty = "";
      CodeActionKind2.QuickFix = "quickfix";
      CodeActionKind2.Refactor = "refactor";
      CodeActionKind2.RefactorExtract = "refactor.extract";
      CodeActionKind2.RefactorInline = "refactor.inline";
      CodeActionKind2.RefactorMove = "refactor.move";
      CodeActionKind2.RefactorRewrite = "refactor.rewrite";
      CodeActionKind2.Source = "source";
      CodeActionKind2.SourceOrganizeImports = "source.organizeImports";
      CodeActionKind2.SourceFixAll = "source.fixAll";
      CodeActionKind2.Notebook = "notebook";
    })(CodeActionKind || (CodeActionKind = {}));
    (function(CodeActionTriggerKind2) {
      CodeActionTriggerKind2.Invoked = 1;
      CodeActionTriggerKind2.Automatic = 2;
    })(CodeActionTriggerKind || (CodeActionTriggerKind = {}));
    (function(CodeActionContext2) {
      function create(diagnostics, only, triggerKind) {
        const result = { diagnostics };
        if (only !== void 0 && only !== null) {
          result.only = only;
        }
        if (triggerKind !== void 0 && triggerKind !== null) {
          result.triggerKind = triggerKind;
        }
        return result;
      }
      CodeActionContext2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Is.typedArray(candidate.diagnostics, Diagnostic.is) && (candidate.only === void 0 || Is.typedArray(candidate.only, Is.string)) && (candidate.triggerKind === void 0 || candidate.triggerKind === CodeActionTriggerKind.Invoked || candidate.triggerKind === CodeActionTriggerKind.Automatic);
      }
      CodeActionContext2.is = is;
    })(CodeActionContext || (CodeActionContext = {}));
    (function(CodeActionTag2) {
      CodeActionTag2.LLMGenerated = 1;
      function is(value) {
        return Is.defined(value) && value === CodeActionTag2.LLMGenerated;
      }
      CodeActionTag2.is = is;
    })(CodeActionTag || (CodeActionTag = {}));
    (function(CodeAction2) {
      function create(title, kindOrCommandOrEdit, kind) {
        const result = { title };
        let checkKind = true;
        if (typeof kindOrCommandOrEdit === "string") {
          checkKind = false;
          result.kind = kindOrCommandOrEdit;
        } else if (Command.is(kindOrCommandOrEdit)) {
          result.command = kindOrCommandOrEdit;
        } else {
          result.edit = kindOrCommandOrEdit;
        }
        if (checkKind && kind !== void 0) {
          result.kind = kind;
        }
        return result;
      }
      CodeAction2.create = create;
      function is(value) {
        const candidate = value;
        return candidate && Is.string(candidate.title) && (candidate.diagnostics === void 0 || Is.typedArray(candidate.diagnostics, Diagnostic.is)) && (candidate.kind === void 0 || Is.string(candidate.kind)) && (candidate.edit !== void 0 || candidate.command !== void 0) && (candidate.command === void 0 || Command.is(candidate.command)) && (candidate.isPreferred === void 0 || Is.boolean(candidate.isPreferred)) && (candidate.edit === void 0 || WorkspaceEdit.is(candidate.edit)) && (candidate.tags === void 0 || Is.typedArray(candidate.tags, CodeActionTag.is));
      }
      CodeAction2.is = is;
    })(CodeAction || (CodeAction = {}));
    (function(CodeLens2) {
      function create(range, data) {
        const result = { range };
        if (Is.defined(data)) {
          result.data = data;
        }
        return result;
      }
      CodeLens2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Range.is(candidate.range) && (Is.undefined(candidate.command) || Command.is(candidate.command));
      }
      CodeLens2.is = is;
    })(CodeLens || (CodeLens = {}));
    (function(FormattingOptions2) {
      function create(tabSize, insertSpaces) {
        return { tabSize, insertSpaces };
      }
      FormattingOptions2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Is.uinteger(candidate.tabSize) && Is.boolean(candidate.insertSpaces);
      }
      FormattingOptions2.is = is;
    })(FormattingOptions || (FormattingOptions = {}));
    (function(DocumentLink2) {
      function create(range, target, data) {
        return { range, target, data };
      }
      DocumentLink2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Range.is(candidate.range) && (Is.undefined(candidate.target) || Is.string(candidate.target));
      }
      DocumentLink2.is = is;
    })(DocumentLink || (DocumentLink = {}));
    (function(SelectionRange2) {
      function create(range, parent) {
        return { range, parent };
      }
      SelectionRange2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Range.is(candidate.range) && (candidate.parent === void 0 || SelectionRange2.is(candidate.parent));
      }
      SelectionRange2.is = is;
    })(SelectionRange || (SelectionRange = {}));
    (function(SemanticTokenTypes2) {
      SemanticTokenTypes2["namespace"] = "namespace";
      SemanticTokenTypes2["type"] = "type";
      SemanticTokenTypes2["class"] = "class";
      SemanticTokenTypes2["enum"] = "enum";
      SemanticTokenTypes2["interface"] = "interface";
      SemanticTokenTypes2["struct"] = "struct";
      SemanticTokenTypes2["typeParameter"] = "typeParameter";
      SemanticTokenTypes2["parameter"] = "parameter";
      SemanticTokenTypes2["variable"] = "variable";
      SemanticTokenTypes2["property"] = "property";
      SemanticTokenTypes2["enumMember"] = "enumMember";
      SemanticTokenTypes2["event"] = "event";
      SemanticTokenTypes2["function"] = "function";
      SemanticTokenTypes2["method"] = "method";
      SemanticTokenTypes2["macro"] = "macro";
      SemanticTokenTypes2["keyword"] = "keyword";
      SemanticTokenTypes2["modifier"] = "modifier";
      SemanticTokenTypes2["comment"] = "comment";
      SemanticTokenTypes2["string"] = "string";
      SemanticTokenTypes2["number"] = "number";
      SemanticTokenTypes2["regexp"] = "regexp";
      SemanticTokenTypes2["operator"] = "operator";
      SemanticTokenTypes2["decorator"] = "decorator";
      SemanticTokenTypes2["label"] = "label";
    })(SemanticTokenTypes || (SemanticTokenTypes = {}));
    (function(SemanticTokenModifiers2) {
      SemanticTokenModifiers2["declaration"] = "declaration";
      SemanticTokenModifiers2["definition"] = "definition";
      SemanticTokenModifiers2["readonly"] = "readonly";
      SemanticTokenModifiers2["static"] = "static";
      SemanticTokenModifiers2["deprecated"] = "deprecated";
      SemanticTokenModifiers2["abstract"] = "abstract";
      SemanticTokenModifiers2["async"] = "async";
      SemanticTokenModifiers2["modification"] = "modification";
      SemanticTokenModifiers2["documentation"] = "documentation";
      SemanticTokenModifiers2["defaultLibrary"] = "defaultLibrary";
    })(SemanticTokenModifiers || (SemanticTokenModifiers = {}));
    (function(SemanticTokens2) {
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && (candidate.resultId === void 0 || typeof candidate.resultId === "string") && Array.isArray(candidate.data) && (candidate.data.length === 0 || typeof candidate.data[0] === "number");
      }
      SemanticTokens2.is = is;
    })(SemanticTokens || (SemanticTokens = {}));
    (function(InlineValueText2) {
      function create(range, text2) {
        return { range, text: text2 };
      }
      InlineValueText2.create = create;
      function is(value) {
        const candidate = value;
        return candidate !== void 0 && candidate !== null && Range.is(candidate.range) && Is.string(candidate.text);
      }
      InlineValueText2.is = is;
    })(InlineValueText || (InlineValueText = {}));
    (function(InlineValueVariableLookup2) {
      function create(range, variableName, caseSensitiveLookup) {
        return { range, variableName, caseSensitiveLookup };
      }
      InlineValueVariableLookup2.create = create;
      function is(value) {
        const candidate = value;
        return candidate !== void 0 && candidate !== null && Range.is(candidate.range) && Is.boolean(candidate.caseSensitiveLookup) && (Is.string(candidate.variableName) || candidate.variableName === void 0);
      }
      InlineValueVariableLookup2.is = is;
    })(InlineValueVariableLookup || (InlineValueVariableLookup = {}));
    (function(InlineValueEvaluatableExpression2) {
      function create(range, expression) {
        return { range, expression };
      }
      InlineValueEvaluatableExpression2.create = create;
      function is(value) {
        const candidate = value;
        return candidate !== void 0 && candidate !== null && Range.is(candidate.range) && (Is.string(candidate.expression) || candidate.expression === void 0);
      }
      InlineValueEvaluatableExpression2.is = is;
    })(InlineValueEvaluatableExpression || (InlineValueEvaluatableExpression = {}));
    (function(InlineValueContext2) {
      function create(frameId, stoppedLocation) {
        return { frameId, stoppedLocation };
      }
      InlineValueContext2.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Range.is(value.stoppedLocation);
      }
      InlineValueContext2.is = is;
    })(InlineValueContext || (InlineValueContext = {}));
    (function(InlayHintKind2) {
      InlayHintKind2.Type = 1;
      InlayHintKind2.Parameter = 2;
      function is(value) {
        return value === 1 || value === 2;
      }
      InlayHintKind2.is = is;
    })(InlayHintKind || (InlayHintKind = {}));
    (function(InlayHintLabelPart2) {
      function create(value) {
        return { value };
      }
      InlayHintLabelPart2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && (candidate.tooltip === void 0 || Is.string(candidate.tooltip) || MarkupContent.is(candidate.tooltip)) && (candidate.location === void 0 || Location.is(candidate.location)) && (candidate.command === void 0 || Command.is(candidate.command));
      }
      InlayHintLabelPart2.is = is;
    })(InlayHintLabelPart || (InlayHintLabelPart = {}));
    (function(InlayHint2) {
      function create(position, label, kind) {
        const result = { position, label };
        if (kind !== void 0) {
          result.kind = kind;
        }
        return result;
      }
      InlayHint2.create = create;
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && Position.is(candidate.position) && (Is.string(candidate.label) || Is.typedArray(candidate.label, InlayHintLabelPart.is)) && (candidate.kind === void 0 || InlayHintKind.is(candidate.kind)) && candidate.textEdits === void 0 || Is.typedArray(candidate.textEdits, TextEdit.is) && (candidate.tooltip === void 0 || Is.string(candidate.tooltip) || MarkupContent.is(candidate.tooltip)) && (candidate.paddingLeft === void 0 || Is.boolean(candidate.paddingLeft)) && (candidate.paddingRight === void 0 || Is.boolean(candidate.paddingRight));
      }
      InlayHint2.is = is;
    })(InlayHint || (InlayHint = {}));
    (function(StringValue2) {
      function createSnippet(value) {
        return { kind: "snippet", value };
      }
      StringValue2.createSnippet = createSnippet;
      function isSnippet(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && candidate.kind === "snippet" && Is.string(candidate.value);
      }
      StringValue2.isSnippet = isSnippet;
    })(StringValue || (StringValue = {}));
    (function(InlineCompletionItem2) {
      function create(insertText, filterText, range, command) {
        return { insertText, filterText, range, command };
      }
      InlineCompletionItem2.create = create;
    })(InlineCompletionItem || (InlineCompletionItem = {}));
    (function(InlineCompletionList2) {
      function create(items) {
        return { items };
      }
      InlineCompletionList2.create = create;
    })(InlineCompletionList || (InlineCompletionList = {}));
    (function(InlineCompletionTriggerKind2) {
      InlineCompletionTriggerKind2.Invoked = 1;
      InlineCompletionTriggerKind2.Automatic = 2;
    })(InlineCompletionTriggerKind || (InlineCompletionTriggerKind = {}));
    (function(SelectedCompletionInfo2) {
      function create(range, text2) {
        return { range, text: text2 };
      }
      SelectedCompletionInfo2.create = create;
    })(SelectedCompletionInfo || (SelectedCompletionInfo = {}));
    (function(InlineCompletionContext2) {
      function create(triggerKind, selectedCompletionInfo) {
        return { triggerKind, selectedCompletionInfo };
      }
      InlineCompletionContext2.create = create;
    })(InlineCompletionContext || (InlineCompletionContext = {}));
    (function(WorkspaceFolder2) {
      function is(value) {
        const candidate = value;
        return Is.objectLiteral(candidate) && URI.is(candidate.uri) && Is.string(candidate.name);
      }
      WorkspaceFolder2.is = is;
    })(WorkspaceFolder || (WorkspaceFolder = {}));
    EOL = ["\n", "\r\n", "\r"];
    (function(TextDocument3) {
      function create(uri, languageId, version, content) {
        return new FullTextDocument(uri, languageId, version, content);
      }
      TextDocument3.create = create;
      function is(value) {
        const candidate = value;
        return Is.defined(candidate) && Is.string(candidate.uri) && (Is.undefined(candidate.languageId) || Is.string(candidate.languageId)) && Is.uinteger(candidate.lineCount) && Is.func(candidate.getText) && Is.func(candidate.positionAt) && Is.func(candidate.offsetAt) ? true : false;
      }
      TextDocument3.is = is;
      function applyEdits(document, edits) {
        let text2 = document.getText();
        const sortedEdits = mergeSort2(edits, (a, b) => {
          const diff = a.range.start.line - b.range.start.line;
          if (diff === 0) {
            return a.range.start.character - b.range.start.character;
          }
          return diff;
        });
        let lastModifiedOffset = text2.length;
        for (let i = sortedEdits.length - 1; i >= 0; i--) {
          const e = sortedEdits[i];
          const startOffset = document.offsetAt(e.range.start);
          const endOffset = document.offsetAt(e.range.end);
          if (endOffset <= lastModifiedOffset) {
            text2 = text2.substring(0, startOffset) + e.newText + text2.substring(endOffset, text2.length);
          } else {
            throw new Error("Overlapping edit");
          }
          lastModifiedOffset = startOffset;
        }
        return text2;
      }
      TextDocument3.applyEdits = applyEdits;
      function mergeSort2(data, compare) {
        if (data.length <= 1) {
          return data;
        }
        const p = data.length / 2 | 0;
        const left = data.slice(0, p);
        const right = data.slice(p);
        mergeSort2(left, compare);
        mergeSort2(right, compare);
        let leftIdx = 0;
        let rightIdx = 0;
        let i = 0;
        while (leftIdx < left.length && rightIdx < right.length) {
          const ret = compare(left[leftIdx], right[rightIdx]);
          if (ret <= 0) {
            data[i++] = left[leftIdx++];
          } else {
            data[i++] = right[rightIdx++];
          }
        }
        while (leftIdx < left.length) {
          data[i++] = left[leftIdx++];
        }
        while (rightIdx < right.length) {
          data[i++] = right[rightIdx++];
        }
        return data;
      }
    })(TextDocument || (TextDocument = {}));
    FullTextDocument = class {
      constructor(uri, languageId, version, content) {
        this._uri = uri;
        this._languageId = languageId;
        this._version = version;
        this._content = content;
        this._lineOffsets = void 0;
      }
      get uri() {
        return this._uri;
      }
      get languageId() {
        return this._languageId;
      }
      get version() {
        return this._version;
      }
      getText(range) {
        if (range) {
          const start = this.offsetAt(range.start);
          const end = this.offsetAt(range.end);
          return this._content.substring(start, end);
        }
        return this._content;
      }
      update(event, version) {
        this._content = event.text;
        this._version = version;
        this._lineOffsets = void 0;
      }
      getLineOffsets() {
        if (this._lineOffsets === void 0) {
          const lineOffsets = [];
          const text2 = this._content;
          let isLineStart = true;
          for (let i = 0; i < text2.length; i++) {
            if (isLineStart) {
              lineOffsets.push(i);
              isLineStart = false;
            }
            const ch = text2.charAt(i);
            isLineStart = ch === "\r" || ch === "\n";
            if (ch === "\r" && i + 1 < text2.length && text2.charAt(i + 1) === "\n") {
              i++;
            }
          }
          if (isLineStart && text2.length > 0) {
            lineOffsets.push(text2.length);
          }
          this._lineOffsets = lineOffsets;
        }
        return this._lineOffsets;
      }
      positionAt(offset) {
        offset = Math.max(Math.min(offset, this._content.length), 0);
        const lineOffsets = this.getLineOffsets();
        let low = 0, high = lineOffsets.length;
        if (high === 0) {
          return Position.create(0, offset);
        }
        while (low < high) {
          const mid = Math.floor((low + high) / 2);
          if (lineOffsets[mid] > offset) {
            high = mid;
          } else {
            low = mid + 1;
          }
        }
        const line = low - 1;
        return Position.create(line, offset - lineOffsets[line]);
      }
      offsetAt(position) {
        const lineOffsets = this.getLineOffsets();
        if (position.line >= lineOffsets.length) {
          return this._content.length;
        } else if (position.line < 0) {
          return 0;
        }
        const lineOffset = lineOffsets[position.line];
        const nextLineOffset = position.line + 1 < lineOffsets.length ? lineOffsets[position.line + 1] : this._content.length;
        return Math.max(Math.min(lineOffset + position.character, nextLineOffset), lineOffset);
      }
      get lineCount() {
        return this.getLineOffsets().length;
      }
    };
    (function(Is2) {
      const toString = Object.prototype.toString;
      function defined(value) {
        return typeof value !== "undefined";
      }
      Is2.defined = defined;
      function undefined2(value) {
        return typeof value === "undefined";
      }
      Is2.undefined = undefined2;
      function boolean(value) {
        return value === true || value === false;
      }
      Is2.boolean = boolean;
      function string(value) {
        return toString.call(value) === "[object String]";
      }
      Is2.string = string;
      function number(value) {
        return toString.call(value) === "[object Number]";
      }
      Is2.number = number;
      function numberRange(value, min, max) {
        return toString.call(value) === "[object Number]" && min <= value && value <= max;
      }
      Is2.numberRange = numberRange;
      function integer2(value) {
        return toString.call(value) === "[object Number]" && -2147483648 <= value && value <= 2147483647;
      }
      Is2.integer = integer2;
      function uinteger2(value) {
        return toString.call(value) === "[object Number]" && 0 <= value && value <= 2147483647;
      }
      Is2.uinteger = uinteger2;
      function func(value) {
        return toString.call(value) === "[object Function]";
      }
      Is2.func = func;
      function objectLiteral(value) {
        return value !== null && typeof value === "object";
      }
      Is2.objectLiteral = objectLiteral;
      function typedArray(value, check) {
        return Array.isArray(value) && value.every(check);
      }
      Is2.typedArray = typedArray;
    })(Is || (Is = {}));
  }
});

// node_modules/dockerfile-ast/lib/line.js
var require_line = __commonJS({
  "node_modules/dockerfile-ast/lib/line.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Line = void 0;
    var Line = class {
      constructor(document, range) {
        this.document = document;
        this.range = range;
      }
      getRange() {
        return this.range;
      }
      getTextContent() {
        return this.document.getText().substring(this.document.offsetAt(this.range.start), this.document.offsetAt(this.range.end));
      }
      isAfter(line) {
        return this.range.start.line > line.range.start.line;
      }
      isBefore(line) {
        return this.range.start.line < line;
      }
    };
    exports.Line = Line;
  }
});

// node_modules/dockerfile-ast/lib/util.js
var require_util = __commonJS({
  "node_modules/dockerfile-ast/lib/util.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Util = void 0;
    var Util = class _Util {
      static isUTF8BOM(char) {
        const uintArray = Uint8Array.from(Buffer.from(char, "UTF-8"));
        return uintArray[0] === 239 && uintArray[1] == 187 && uintArray[2] == 191;
      }
      static isWhitespace(char) {
        return char === " " || char === "	" || _Util.isNewline(char);
      }
      static isNewline(char) {
        return char === "\r" || char === "\n";
      }
      static findLeadingNonWhitespace(content, escapeChar) {
        whitespaceCheck: for (let i = 0; i < content.length; i++) {
          switch (content.charAt(i)) {
            case " ":
            case "	":
              continue;
            case escapeChar:
              escapeCheck: for (let j = i + 1; j < content.length; j++) {
                switch (content.charAt(j)) {
                  case " ":
                  case "	":
                    continue;
                  case "\r":
                    i = j + 1;
                    continue whitespaceCheck;
                  case "\n":
                    i = j;
                    continue whitespaceCheck;
                  default:
                    break escapeCheck;
                }
              }
              return -1;
            default:
              return i;
          }
        }
        return -1;
      }
      /**
       * Determines if the given position is contained within the given range.
       *
       * @param position the position to check
       * @param range the range to see if the position is inside of
       */
      static isInsideRange(position, range) {
        if (range.start.line === range.end.line) {
          return range.start.line === position.line && range.start.character <= position.character && position.character <= range.end.character;
        } else if (range.start.line === position.line) {
          return range.start.character <= position.character;
        } else if (range.end.line === position.line) {
          return position.character <= range.end.character;
        }
        return range.start.line < position.line && position.line < range.end.line;
      }
      static parseHeredocName(value) {
        value = value.substring(2);
        if (value.charAt(0) === "-") {
          value = value.substring(1);
        }
        if (value.charAt(0) === '"') {
          if (value.charAt(value.length - 1) !== '"') {
            return null;
          }
          value = value.substring(1, value.length - 1);
        }
        if (value.charAt(0) === "'") {
          if (value.charAt(value.length - 1) !== "'") {
            return null;
          }
          value = value.substring(1, value.length - 1);
        }
        if (value.charAt(0) === "<") {
          return null;
        }
        return value;
      }
    };
    exports.Util = Util;
  }
});

// node_modules/dockerfile-ast/lib/comment.js
var require_comment = __commonJS({
  "node_modules/dockerfile-ast/lib/comment.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Comment = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var line_1 = require_line();
    var util_1 = require_util();
    var Comment = class extends line_1.Line {
      constructor(document, range) {
        super(document, range);
      }
      toString() {
        const content = this.getContent();
        if (content) {
          return "# " + content;
        }
        return "#";
      }
      /**
       * Returns the content of this comment. This excludes leading and
       * trailing whitespace as well as the # symbol. If the comment only
       * consists of whitespace, the empty string will be returned.
       */
      getContent() {
        let range = this.getContentRange();
        if (range === null) {
          return "";
        }
        return this.document.getText().substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
      }
      /**
       * Returns a range that includes the content of the comment
       * excluding any leading and trailing whitespace as well as the #
       * symbol. May return null if the comment only consists of whitespace
       * characters.
       */
      getContentRange() {
        let range = this.getRange();
        const startOffset = this.document.offsetAt(range.start);
        let raw = this.document.getText().substring(startOffset, this.document.offsetAt(range.end));
        let start = -1;
        let end = -1;
        for (let i = 1; i < raw.length; i++) {
          if (!util_1.Util.isWhitespace(raw.charAt(i))) {
            start = i;
            break;
          }
        }
        if (start === -1) {
          return null;
        }
        for (let i = raw.length - 1; i >= 1; i--) {
          if (!util_1.Util.isWhitespace(raw.charAt(i))) {
            end = i + 1;
            break;
          }
        }
        return vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + start), this.document.positionAt(startOffset + end));
      }
    };
    exports.Comment = Comment;
  }
});

// node_modules/vscode-languageserver-textdocument/lib/esm/main.js
var main_exports2 = {};
__export(main_exports2, {
  TextDocument: () => TextDocument2
});
function mergeSort(data, compare) {
  if (data.length <= 1) {
    return data;
  }
  const p = data.length / 2 | 0;
  const left = data.slice(0, p);
  const right = data.slice(p);
  mergeSort(left, compare);
  mergeSort(right, compare);
  let leftIdx = 0;
  let rightIdx = 0;
  let i = 0;
  while (leftIdx < left.length && rightIdx < right.length) {
    const ret = compare(left[leftIdx], right[rightIdx]);
    if (ret <= 0) {
      data[i++] = left[leftIdx++];
    } else {
      data[i++] = right[rightIdx++];
    }
  }
  while (leftIdx < left.length) {
    data[i++] = left[leftIdx++];
  }
  while (rightIdx < right.length) {
    data[i++] = right[rightIdx++];
  }
  return data;
}
function computeLineOffsets(text2, isAtLineStart, textOffset = 0) {
  const result = isAtLineStart ? [textOffset] : [];
  for (let i = 0; i < text2.length; i++) {
    const ch = text2.charCodeAt(i);
    if (isEOL(ch)) {
      if (ch === 13 && i + 1 < text2.length && text2.charCodeAt(i + 1) === 10) {
        i++;
      }
      result.push(textOffset + i + 1);
    }
  }
  return result;
}
function isEOL(char) {
  return char === 13 || char === 10;
}
function getWellformedRange(range) {
  const start = range.start;
  const end = range.end;
  if (start.line > end.line || start.line === end.line && start.character > end.character) {
    return { start: end, end: start };
  }
  return range;
}
function getWellformedEdit(textEdit) {
  const range = getWellformedRange(textEdit.range);
  if (range !== textEdit.range) {
    return { newText: textEdit.newText, range };
  }
  return textEdit;
}
var FullTextDocument2, TextDocument2;
var init_main2 = __esm({
  "node_modules/vscode-languageserver-textdocument/lib/esm/main.js"() {
    "use strict";
    FullTextDocument2 = class _FullTextDocument {
      constructor(uri, languageId, version, content) {
        this._uri = uri;
        this._languageId = languageId;
        this._version = version;
        this._content = content;
        this._lineOffsets = void 0;
      }
      get uri() {
        return this._uri;
      }
      get languageId() {
        return this._languageId;
      }
      get version() {
        return this._version;
      }
      getText(range) {
        if (range) {
          const start = this.offsetAt(range.start);
          const end = this.offsetAt(range.end);
          return this._content.substring(start, end);
        }
        return this._content;
      }
      update(changes, version) {
        for (const change of changes) {
          if (_FullTextDocument.isIncremental(change)) {
            const range = getWellformedRange(change.range);
            const startOffset = this.offsetAt(range.start);
            const endOffset = this.offsetAt(range.end);
            this._content = this._content.substring(0, startOffset) + change.text + this._content.substring(endOffset, this._content.length);
            const insertedEndOffset = startOffset + change.text.length;
            const crlfAtStart = this._content.charCodeAt(startOffset - 1) === 13 && this._content.charCodeAt(startOffset) === 10;
            const crlfAtEnd = this._content.charCodeAt(insertedEndOffset - 1) === 13 && this._content.charCodeAt(insertedEndOffset) === 10;
            if (crlfAtStart || crlfAtEnd) {
              this._lineOffsets = void 0;
              continue;
            }
            const startLine = Math.max(range.start.line, 0);
            const endLine = Math.max(range.end.line, 0);
            let lineOffsets = this._lineOffsets;
            const addedLineOffsets = computeLineOffsets(change.text, false, startOffset);
            if (endLine - startLine === addedLineOffsets.length) {
              for (let i = 0, len = addedLineOffsets.length; i < len; i++) {
                lineOffsets[i + startLine + 1] = addedLineOffsets[i];
              }
            } else {
              if (addedLineOffsets.length < 1e4) {
                lineOffsets.splice(startLine + 1, endLine - startLine, ...addedLineOffsets);
              } else {
                this._lineOffsets = lineOffsets = lineOffsets.slice(0, startLine + 1).concat(addedLineOffsets, lineOffsets.slice(endLine + 1));
              }
            }
            const diff = change.text.length - (endOffset - startOffset);
            if (diff !== 0) {
              for (let i = startLine + 1 + addedLineOffsets.length, len = lineOffsets.length; i < len; i++) {
                lineOffsets[i] = lineOffsets[i] + diff;
              }
            }
          } else if (_FullTextDocument.isFull(change)) {
            this._content = change.text;
            this._lineOffsets = void 0;
          } else {
            throw new Error("Unknown change event received");
          }
        }
        this._version = version;
      }
      getLineOffsets() {
        if (this._lineOffsets === void 0) {
          this._lineOffsets = computeLineOffsets(this._content, true);
        }
        return this._lineOffsets;
      }
      positionAt(offset) {
        offset = Math.max(Math.min(offset, this._content.length), 0);
        const lineOffsets = this.getLineOffsets();
        let low = 0, high = lineOffsets.length;
        if (high === 0) {
          return { line: 0, character: offset };
        }
        while (low < high) {
          const mid = Math.floor((low + high) / 2);
          if (lineOffsets[mid] > offset) {
            high = mid;
          } else {
            low = mid + 1;
          }
        }
        const line = low - 1;
        offset = this.ensureBeforeEOL(offset, lineOffsets[line]);
        return { line, character: offset - lineOffsets[line] };
      }
      offsetAt(position) {
        const lineOffsets = this.getLineOffsets();
        if (position.line >= lineOffsets.length) {
          return this._content.length;
        } else if (position.line < 0) {
          return 0;
        }
        const lineOffset = lineOffsets[position.line];
        if (position.character <= 0) {
          return lineOffset;
        }
        const nextLineOffset = position.line + 1 < lineOffsets.length ? lineOffsets[position.line + 1] : this._content.length;
        const offset = Math.min(lineOffset + position.character, nextLineOffset);
        return this.ensureBeforeEOL(offset, lineOffset);
      }
      getLineRange(line) {
        const lineOffsets = this.getLineOffsets();
        if (line >= lineOffsets.length) {
          const lastLine = lineOffsets.length - 1;
          return { start: { line: lastLine, character: 0 }, end: { line: lastLine, character: this._content.length - lineOffsets[lastLine] } };
        } else if (line < 0) {
          return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
        }
        const startOffset = lineOffsets[line];
        const nextLineOffset = line + 1 < lineOffsets.length ? lineOffsets[line + 1] : this._content.length;
        const endOffset = this.ensureBeforeEOL(nextLineOffset, startOffset);
        return { start: { line, character: 0 }, end: { line, character: endOffset - startOffset } };
      }
      getEOLCharacters(line) {
        const lineOffsets = this.getLineOffsets();
        if (line >= lineOffsets.length) {
          return "";
        } else if (line < 0) {
          return "";
        }
        const nextLineOffset = line + 1 < lineOffsets.length ? lineOffsets[line + 1] : this._content.length;
        const eolOffset = this.ensureBeforeEOL(nextLineOffset, lineOffsets[line]);
        return this._content.substring(eolOffset, nextLineOffset);
      }
      ensureBeforeEOL(offset, lineOffset) {
        while (offset > lineOffset && isEOL(this._content.charCodeAt(offset - 1))) {
          offset--;
        }
        return offset;
      }
      get lineCount() {
        return this.getLineOffsets().length;
      }
      static isIncremental(event) {
        const candidate = event;
        return candidate !== void 0 && candidate !== null && typeof candidate.text === "string" && candidate.range !== void 0 && (candidate.rangeLength === void 0 || typeof candidate.rangeLength === "number");
      }
      static isFull(event) {
        const candidate = event;
        return candidate !== void 0 && candidate !== null && typeof candidate.text === "string" && candidate.range === void 0 && candidate.rangeLength === void 0;
      }
    };
    (function(TextDocument3) {
      function create(uri, languageId, version, content) {
        return new FullTextDocument2(uri, languageId, version, content);
      }
      TextDocument3.create = create;
      function update(document, changes, version) {
        if (document instanceof FullTextDocument2) {
          document.update(changes, version);
          return document;
        } else {
          throw new Error("TextDocument.update: document must be created by TextDocument.create");
        }
      }
      TextDocument3.update = update;
      function applyEdits(document, edits) {
        const text2 = document.getText();
        const sortedEdits = mergeSort(edits.map(getWellformedEdit), (a, b) => {
          const diff = a.range.start.line - b.range.start.line;
          if (diff === 0) {
            return a.range.start.character - b.range.start.character;
          }
          return diff;
        });
        let lastModifiedOffset = 0;
        const spans = [];
        for (const e of sortedEdits) {
          const startOffset = document.offsetAt(e.range.start);
          if (startOffset < lastModifiedOffset) {
            throw new Error("Overlapping edit");
          } else if (startOffset > lastModifiedOffset) {
            spans.push(text2.substring(lastModifiedOffset, startOffset));
          }
          if (e.newText.length) {
            spans.push(e.newText);
          }
          lastModifiedOffset = document.offsetAt(e.range.end);
        }
        spans.push(text2.substr(lastModifiedOffset));
        return spans.join("");
      }
      TextDocument3.applyEdits = applyEdits;
    })(TextDocument2 || (TextDocument2 = {}));
  }
});

// node_modules/dockerfile-ast/lib/parserDirective.js
var require_parserDirective = __commonJS({
  "node_modules/dockerfile-ast/lib/parserDirective.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.ParserDirective = void 0;
    var main_1 = require_main();
    var line_1 = require_line();
    var ParserDirective = class extends line_1.Line {
      constructor(document, range, nameRange, valueRange) {
        super(document, range);
        this.nameRange = nameRange;
        this.valueRange = valueRange;
      }
      toString() {
        return "# " + this.getName() + "=" + this.getValue();
      }
      getNameRange() {
        return this.nameRange;
      }
      getValueRange() {
        return this.valueRange;
      }
      getName() {
        return this.document.getText().substring(this.document.offsetAt(this.nameRange.start), this.document.offsetAt(this.nameRange.end));
      }
      getValue() {
        return this.document.getText().substring(this.document.offsetAt(this.valueRange.start), this.document.offsetAt(this.valueRange.end));
      }
      getDirective() {
        const directive = main_1.Directive[this.getName().toLowerCase()];
        return directive === void 0 ? null : directive;
      }
    };
    exports.ParserDirective = ParserDirective;
  }
});

// node_modules/dockerfile-ast/lib/heredoc.js
var require_heredoc = __commonJS({
  "node_modules/dockerfile-ast/lib/heredoc.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Heredoc = void 0;
    var Heredoc = class {
      constructor(startRange, name, nameRange, contentRange, endRange) {
        this.startRange = startRange;
        this.name = name;
        this.nameRange = nameRange;
        this.contentRange = contentRange;
        this.endRange = endRange;
      }
      /**
       * Returns the name of the here-document.
       *
       * This API is experimental and subject to change.
       */
      getName() {
        return this.name;
      }
      /**
       * Returns the range of the start operator and the name. If the
       * here-document is initialized with <<EOT then the start range would
       * encompass all five characters.
       *
       * This API is experimental and subject to change.
       */
      getStartRange() {
        return this.startRange;
      }
      /**
       * Returns the range of this here-document's name that is declared at
       * the beginning of the here-document with the operator. If the
       * here-document is initialized with <<EOT then the name range would
       * encompass the latter three "EOT" characters.
       *
       * This API is experimental and subject to change.
       */
      getNameRange() {
        return this.nameRange;
      }
      /**
       * Returns the range of the content of this here-document. This may
       * be null if the here-document has no content because:
       * - the start range is the only thing that was declared
       * - the end range was declared immediately and there is no content
       *
       * This API is experimental and subject to change.
       */
      getContentRange() {
        return this.contentRange;
      }
      /**
       * Returns the range of the here-document's name on a line that
       * represents the end of the here-document.
       *
       * This API is experimental and subject to change.
       */
      getDelimiterRange() {
        return this.endRange;
      }
    };
    exports.Heredoc = Heredoc;
  }
});

// node_modules/dockerfile-ast/lib/variable.js
var require_variable = __commonJS({
  "node_modules/dockerfile-ast/lib/variable.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Variable = void 0;
    var Variable = class {
      constructor(name, nameRange, range, modifier, modifierRange, substitutionParameter, substitutionRange, defined, buildVariable, stringValue) {
        this.name = name;
        this.nameRange = nameRange;
        this.range = range;
        this.modifier = modifier;
        this.modifierRange = modifierRange;
        this.substitutionParameter = substitutionParameter;
        this.substitutionRange = substitutionRange;
        this.defined = defined;
        this.buildVariable = buildVariable;
        this.stringValue = stringValue;
      }
      toString() {
        return this.stringValue;
      }
      getName() {
        return this.name;
      }
      getNameRange() {
        return this.nameRange;
      }
      /**
       * Returns the range of the entire variable. This includes the symbols for
       * the declaration of the variable such as the $, {, and } symbols.
       *
       * @return the range in the document that this variable encompasses in its
       *         entirety
       */
      getRange() {
        return this.range;
      }
      /**
       * Returns the modifier character that has been set for
       * specifying how this variable should be expanded and resolved.
       * If this variable is ${variable:+value} then the modifier
       * character is '+'. Will be the empty string if the variable is
       * declared as ${variable:}. Otherwise, will be null if this
       * variable will not use variable substitution at all (such as
       * ${variable} or $variable).
       *
       * @return this variable's modifier character, or the empty
       *         string if it does not have one, or null if this
       *         variable will not use variable substitution
       */
      getModifier() {
        return this.modifier;
      }
      getModifierRange() {
        return this.modifierRange;
      }
      /**
       * Returns the parameter that will be used for substitution if
       * this variable uses modifiers to define how its value should be
       * resolved. If this variable is ${variable:+value} then the
       * substitution value will be 'value'. Will be the empty string
       * if the variable is declared as ${variable:+} or some other
       * variant where the only thing that follows the modifier
       * character (excluding considerations of escape characters and
       * so on) is the variable's closing bracket. May be null if this
       * variable does not have a modifier character defined (such as
       * ${variable} or $variable).
       *
       * @return this variable's substitution parameter, or the empty
       *         string if it does not have one, or null if there is
       *         not one defined
       */
      getSubstitutionParameter() {
        return this.substitutionParameter;
      }
      getSubstitutionRange() {
        return this.substitutionRange;
      }
      /**
       * Returns whether this variable has been defined or not.
       *
       * @return true if this variable has been defined, false otherwise
       */
      isDefined() {
        return this.defined;
      }
      isBuildVariable() {
        return this.buildVariable === true;
      }
      isEnvironmentVariable() {
        return this.buildVariable === false;
      }
    };
    exports.Variable = Variable;
  }
});

// node_modules/dockerfile-ast/lib/instruction.js
var require_instruction = __commonJS({
  "node_modules/dockerfile-ast/lib/instruction.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Instruction = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var util_1 = require_util();
    var line_1 = require_line();
    var argument_1 = require_argument();
    var heredoc_1 = require_heredoc();
    var variable_1 = require_variable();
    var main_1 = require_main();
    var Instruction = class extends line_1.Line {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range);
        this.dockerfile = dockerfile;
        this.escapeChar = escapeChar;
        this.instruction = instruction;
        this.instructionRange = instructionRange;
      }
      toString() {
        let value = this.getKeyword();
        for (let arg of this.getRawArguments()) {
          value += " ";
          value += arg.getValue();
        }
        return value;
      }
      getRangeContent(range) {
        if (range === null) {
          return null;
        }
        return this.document.getText().substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
      }
      getInstructionRange() {
        return this.instructionRange;
      }
      getInstruction() {
        return this.instruction;
      }
      getKeyword() {
        return this.getInstruction().toUpperCase();
      }
      getArgumentsRange() {
        let args = this.getArguments();
        if (args.length === 0) {
          return null;
        }
        return vscode_languageserver_types_1.Range.create(args[0].getRange().start, args[args.length - 1].getRange().end);
      }
      getArgumentsRanges() {
        let args = this.getArguments();
        if (args.length === 0) {
          return [];
        }
        if (args[0].getRange().start.line === args[args.length - 1].getRange().end.line) {
          return [vscode_languageserver_types_1.Range.create(args[0].getRange().start, args[args.length - 1].getRange().end)];
        }
        let ranges = [];
        let end = -1;
        let startPosition = args[0].getRange().start;
        let range = this.getInstructionRange();
        let extra = this.document.offsetAt(startPosition) - this.document.offsetAt(range.start);
        let content = this.getTextContent();
        let fullArgs = content.substring(extra, this.document.offsetAt(args[args.length - 1].getRange().end) - this.document.offsetAt(range.start));
        let offset = this.document.offsetAt(range.start) + extra;
        let start = false;
        let comment2 = false;
        for (let i = 0; i < fullArgs.length; i++) {
          let char = fullArgs.charAt(i);
          if (char === this.escapeChar) {
            let next = fullArgs.charAt(i + 1);
            if (next === " " || next === "	") {
              whitespaceCheck: for (let j = i + 2; j < fullArgs.length; j++) {
                switch (fullArgs.charAt(j)) {
                  case " ":
                  case "	":
                    continue;
                  case "\r":
                    j++;
                  case "\n":
                    if (startPosition !== null) {
                      ranges.push(vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(offset + end + 1)));
                    }
                    startPosition = null;
                    start = true;
                    comment2 = false;
                    i = j;
                    break whitespaceCheck;
                  default:
                    break whitespaceCheck;
                }
              }
            } else if (next === "\r") {
              if (startPosition !== null) {
                ranges.push(vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(offset + end + 1)));
                startPosition = null;
              }
              start = true;
              comment2 = false;
              i += 2;
            } else if (next === "\n") {
              if (startPosition !== null) {
                ranges.push(vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(offset + end + 1)));
              }
              startPosition = null;
              start = true;
              comment2 = false;
              i++;
            } else {
              i++;
            }
          } else if (util_1.Util.isNewline(char)) {
            if (comment2) {
              startPosition = null;
              start = true;
              comment2 = false;
            }
          } else {
            if (!comment2) {
              if (startPosition === null) {
                if (char === "#") {
                  comment2 = true;
                  continue;
                }
                let position = this.document.positionAt(offset + i);
                if (position.character !== 0) {
                  startPosition = vscode_languageserver_types_1.Position.create(position.line, 0);
                }
              }
              end = i;
            }
          }
        }
        if (startPosition === null) {
          ranges.push(vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + end), this.document.positionAt(offset + end + 1)));
        } else {
          ranges.push(vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(offset + end + 1)));
        }
        return ranges;
      }
      getRawArgumentsContent() {
        let args = this.getArguments();
        if (args.length === 0) {
          return null;
        }
        return this.getRangeContent(vscode_languageserver_types_1.Range.create(args[0].getRange().start, args[args.length - 1].getRange().end));
      }
      getArgumentsContent() {
        let args = this.getArguments();
        if (args.length === 0) {
          return null;
        }
        let content = "";
        let ranges = this.getArgumentsRanges();
        let documentText = this.document.getText();
        for (let range of ranges) {
          content += documentText.substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
        }
        return content;
      }
      getArguments() {
        return this.getRawArguments();
      }
      getRawArguments() {
        let args = [];
        let range = this.getInstructionRange();
        let extra = this.document.offsetAt(range.end) - this.document.offsetAt(range.start);
        let content = this.getTextContent();
        let fullArgs = content.substring(extra);
        let offset = this.document.offsetAt(range.start) + extra;
        let start = false;
        let comment2 = false;
        let found = -1;
        let escapedWhitespaceDetected = false;
        let escaping = false;
        let escapeMarker = -1;
        let escapedArg = "";
        for (let i = 0; i < fullArgs.length; i++) {
          let char = fullArgs.charAt(i);
          if (util_1.Util.isWhitespace(char)) {
            if (escaping) {
              escapedWhitespaceDetected = true;
              if (util_1.Util.isNewline(char)) {
                escapedWhitespaceDetected = false;
                if (comment2) {
                  comment2 = false;
                  start = true;
                }
              }
              continue;
            } else if (found !== -1) {
              if (escapeMarker === -1) {
                args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + i))));
              } else {
                args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + escapeMarker))));
              }
              escapeMarker = -1;
              escapedArg = "";
              found = -1;
            }
          } else if (char === this.escapeChar) {
            let next = fullArgs.charAt(i + 1);
            if (next === " " || next === "	") {
              whitespaceCheck: for (let j = i + 2; j < fullArgs.length; j++) {
                let newlineCheck = fullArgs.charAt(j);
                switch (newlineCheck) {
                  case " ":
                  case "	":
                    continue;
                  case "\r":
                    j++;
                  case "\n":
                    comment2 = false;
                    escaping = true;
                    start = true;
                    if (found !== -1) {
                      escapeMarker = i;
                    }
                    i = j;
                    break whitespaceCheck;
                  default:
                    escapeMarker = i;
                    if (found === -1) {
                      i = j - 1;
                    }
                    break whitespaceCheck;
                }
              }
            } else if (next === "\r") {
              comment2 = false;
              escaping = true;
              start = true;
              if (found !== -1 && escapeMarker === -1) {
                escapeMarker = i;
              }
              i += 2;
            } else if (next === "\n") {
              comment2 = false;
              escaping = true;
              start = true;
              if (found !== -1 && escapeMarker === -1) {
                escapeMarker = i;
              }
              i++;
            } else {
              if (escapedWhitespaceDetected && escapeMarker !== -1) {
                args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + escapeMarker))));
                escapedArg = "";
                found = -1;
              }
              escapeMarker = -1;
              escapedWhitespaceDetected = false;
              escaping = false;
              if (next === "$") {
                escapedArg = escapedArg + char + next;
              } else if (next === "") {
                break;
              } else {
                escapedArg = escapedArg + next;
              }
              if (found === -1) {
                found = i;
              }
              i++;
            }
          } else if (!comment2) {
            if (start && char === "#") {
              comment2 = true;
            } else {
              if (escapedWhitespaceDetected && escapeMarker !== -1) {
                args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + escapeMarker))));
                escapedArg = "";
                found = -1;
              }
              escapedWhitespaceDetected = false;
              escaping = false;
              escapeMarker = -1;
              escapedArg = escapedArg + char;
              if (found === -1) {
                found = i;
              }
            }
            start = false;
          }
        }
        if (found !== -1) {
          if (escapeMarker === -1) {
            args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + fullArgs.length))));
          } else {
            args.push(new argument_1.Argument(escapedArg, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + found), this.document.positionAt(offset + escapeMarker))));
          }
        }
        return args;
      }
      getExpandedArguments() {
        let args = this.getArguments();
        for (let i = 0; i < args.length; i++) {
          const argRange = args[i].getRange();
          let offset = this.document.offsetAt(argRange.start);
          const variables = this.parseVariables(offset, args[i].getValue());
          const swaps = [];
          let requiresExpansion = false;
          for (let variable of variables) {
            const value = this.dockerfile.resolveVariable(variable.getName(), variable.getNameRange().start.line);
            swaps.push(value);
            requiresExpansion = requiresExpansion || value !== void 0;
          }
          if (requiresExpansion) {
            let expanded = "";
            for (let j = 0; j < swaps.length; j++) {
              const variableRange = variables[j].getRange();
              const start = this.document.offsetAt(variableRange.start);
              const end = this.document.offsetAt(variableRange.end);
              if (swaps[j]) {
                expanded += this.document.getText().substring(offset, start);
                expanded += swaps[j];
                offset = end;
              } else {
                expanded += this.document.getText().substring(offset, end);
                offset = end;
              }
            }
            const argEnd = this.document.offsetAt(argRange.end);
            if (argEnd !== offset) {
              expanded += this.document.getText().substring(offset, argEnd);
            }
            args[i] = new argument_1.Argument(expanded, argRange);
          }
        }
        return args;
      }
      getVariables() {
        const variables = [];
        const args = this.getRawArguments();
        for (const arg of args) {
          let range = arg.getRange();
          let rawValue = this.document.getText().substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
          const parsedVariables = this.parseVariables(this.document.offsetAt(arg.getRange().start), rawValue);
          for (const parsedVariable of parsedVariables) {
            variables.push(parsedVariable);
          }
        }
        return variables;
      }
      parseVariables(offset, arg) {
        let variables = [];
        variableLoop: for (let i = 0; i < arg.length; i++) {
          switch (arg.charAt(i)) {
            case this.escapeChar:
              if (arg.charAt(i + 1) === "$") {
                i++;
              }
              break;
            case "$":
              if (arg.charAt(i + 1) === "{") {
                let escapedString = "${";
                let escapedName = "";
                let nameEnd = -1;
                let escapedSubstitutionParameter = "";
                let substitutionStart = -1;
                let substitutionEnd = -1;
                let modifierRead = -1;
                nameLoop: for (let j = i + 2; j < arg.length; j++) {
                  let char = arg.charAt(j);
                  switch (char) {
                    case this.escapeChar:
                      for (let k = j + 1; k < arg.length; k++) {
                        switch (arg.charAt(k)) {
                          case " ":
                          case "	":
                          case "\r":
                            continue;
                          case "\n":
                            j = k;
                            continue nameLoop;
                        }
                      }
                      break;
                    case "}":
                      escapedString += "}";
                      let modifier = null;
                      let modifierRange = null;
                      let substitutionParameter = modifierRead !== -1 ? escapedSubstitutionParameter : null;
                      let substitutionRange = null;
                      if (nameEnd === -1) {
                        nameEnd = j;
                      } else if (nameEnd + 1 === j) {
                        modifier = "";
                        modifierRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + nameEnd + 1), this.document.positionAt(offset + nameEnd + 1));
                      } else {
                        if (substitutionStart === -1) {
                          substitutionStart = modifierRead + 1;
                          substitutionEnd = modifierRead + 1;
                        } else {
                          substitutionEnd = substitutionEnd + 1;
                        }
                        modifier = arg.substring(modifierRead, modifierRead + 1);
                        modifierRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + modifierRead), this.document.positionAt(offset + modifierRead + 1));
                        substitutionRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + substitutionStart), this.document.positionAt(offset + substitutionEnd));
                      }
                      let start = this.document.positionAt(offset + i);
                      variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 2), this.document.positionAt(offset + nameEnd)), vscode_languageserver_types_1.Range.create(start, this.document.positionAt(offset + j + 1)), modifier, modifierRange, substitutionParameter, substitutionRange, this.dockerfile.resolveVariable(escapedName, start.line) !== void 0, this.isBuildVariable(escapedName, start.line), escapedString));
                      i = j;
                      continue variableLoop;
                    case ":":
                      if (nameEnd === -1) {
                        nameEnd = j;
                      } else if (modifierRead !== -1) {
                        if (substitutionStart === -1) {
                          substitutionStart = j;
                          substitutionEnd = j;
                        } else {
                          substitutionEnd = j;
                        }
                        escapedSubstitutionParameter += ":";
                      } else {
                        modifierRead = j;
                      }
                      escapedString += ":";
                      break;
                    case "\n":
                    case "\r":
                    case " ":
                    case "	":
                      break;
                    default:
                      if (nameEnd === -1) {
                        escapedName += char;
                      } else if (modifierRead !== -1) {
                        if (substitutionStart === -1) {
                          substitutionStart = j;
                          substitutionEnd = j;
                        } else {
                          substitutionEnd = j;
                        }
                        escapedSubstitutionParameter += char;
                      } else {
                        modifierRead = j;
                      }
                      escapedString += char;
                      break;
                  }
                }
                break variableLoop;
              } else if (util_1.Util.isWhitespace(arg.charAt(i + 1)) || i === arg.length - 1) {
                continue;
              } else {
                let escapedName = "";
                nameLoop: for (let j = i + 1; j < arg.length; j++) {
                  let char = arg.charAt(j);
                  switch (char) {
                    case "\r":
                    case "\n":
                    case " ":
                    case "	":
                      continue;
                    case "$":
                    case "'":
                    case '"':
                      let varStart = this.document.positionAt(offset + i);
                      variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 1), this.document.positionAt(offset + j)), vscode_languageserver_types_1.Range.create(varStart, this.document.positionAt(offset + j)), null, null, null, null, this.dockerfile.resolveVariable(escapedName, varStart.line) !== void 0, this.isBuildVariable(escapedName, varStart.line), "$" + escapedName));
                      i = j - 1;
                      continue variableLoop;
                    case this.escapeChar:
                      for (let k = j + 1; k < arg.length; k++) {
                        switch (arg.charAt(k)) {
                          case " ":
                          case "	":
                          case "\r":
                            continue;
                          case "\n":
                            j = k;
                            continue nameLoop;
                        }
                      }
                      let start2 = this.document.positionAt(offset + i);
                      variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 1), this.document.positionAt(offset + j)), vscode_languageserver_types_1.Range.create(start2, this.document.positionAt(offset + j)), null, null, null, null, this.dockerfile.resolveVariable(escapedName, start2.line) !== void 0, this.isBuildVariable(escapedName, start2.line), "$" + escapedName));
                      break variableLoop;
                  }
                  if (char.match(/^[a-z0-9_]+$/i) === null) {
                    let varStart = this.document.positionAt(offset + i);
                    variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 1), this.document.positionAt(offset + j)), vscode_languageserver_types_1.Range.create(varStart, this.document.positionAt(offset + j)), null, null, null, null, this.dockerfile.resolveVariable(escapedName, varStart.line) !== void 0, this.isBuildVariable(escapedName, varStart.line), "$" + escapedName));
                    i = j - 1;
                    continue variableLoop;
                  }
                  escapedName += char;
                }
                let start = this.document.positionAt(offset + i);
                variables.push(new variable_1.Variable(escapedName, vscode_languageserver_types_1.Range.create(this.document.positionAt(offset + i + 1), this.document.positionAt(offset + arg.length)), vscode_languageserver_types_1.Range.create(start, this.document.positionAt(offset + arg.length)), null, null, null, null, this.dockerfile.resolveVariable(escapedName, start.line) !== void 0, this.isBuildVariable(escapedName, start.line), "$" + escapedName));
              }
              break variableLoop;
          }
        }
        return variables;
      }
      isBuildVariable(variable, line) {
        if (this.getKeyword() === main_1.Keyword.FROM) {
          for (const initialArg of this.dockerfile.getInitialARGs()) {
            const arg = initialArg;
            const property = arg.getProperty();
            if (property && variable === property.getName()) {
              return true;
            }
          }
          return void 0;
        }
        let image = this.dockerfile.getContainingImage(vscode_languageserver_types_1.Position.create(line, 0));
        let envs = image.getENVs();
        for (let i = envs.length - 1; i >= 0; i--) {
          if (envs[i].isBefore(line)) {
            for (let property of envs[i].getProperties()) {
              if (property.getName() === variable) {
                return false;
              }
            }
          }
        }
        let args = image.getARGs();
        for (let i = args.length - 1; i >= 0; i--) {
          if (args[i].isBefore(line)) {
            let property = args[i].getProperty();
            if (property && property.getName() === variable) {
              return true;
            }
          }
        }
        return void 0;
      }
      createSingleLineHeredocs(args) {
        const heredocs = [];
        for (const arg of args) {
          const value = arg.getValue();
          if (value.startsWith("<<") && util_1.Util.parseHeredocName(value) !== null) {
            const startRange = arg.getRange();
            const nameRange = this.getNameRange(startRange);
            const name = this.getName(nameRange);
            heredocs.push(new heredoc_1.Heredoc(startRange, name, nameRange, null, null));
          }
        }
        return heredocs;
      }
      getName(nameRange) {
        const content = this.document.getText(nameRange);
        let escaping = false;
        let name = "";
        nameLoop: for (let i = 0; i < content.length; i++) {
          const ch = content.charAt(i);
          switch (ch) {
            case this.escapeChar:
              escaping = true;
              for (let j = i + 1; j < content.length; j++) {
                switch (content.charAt(j)) {
                  case " ":
                  case "	":
                    break;
                  case "\r":
                    i = j + 1;
                    continue nameLoop;
                  case "\n":
                    i = j;
                    continue nameLoop;
                  default:
                    name += content.charAt(j);
                    i = j;
                    continue nameLoop;
                }
              }
              break;
            case "#":
              if (escaping) {
                for (let j = i + 1; j < content.length; j++) {
                  switch (content.charAt(j)) {
                    case "\n":
                      i = j;
                      continue nameLoop;
                  }
                }
              }
            case " ":
            case "	":
            case "\r":
            case "\n":
              if (escaping) {
                break;
              }
            default:
              name += ch;
              break;
          }
        }
        return name;
      }
      getNameRange(startRange) {
        const content = this.document.getText(startRange);
        let endFound = false;
        let searchHyphen = false;
        let start = -1;
        let end = -1;
        let escaping = false;
        let quote2 = null;
        contentLoop: for (let i = 0; i < content.length; i++) {
          const ch = content.charAt(i);
          switch (ch) {
            case '"':
            case "'":
              if (quote2 === ch) {
                break contentLoop;
              }
              quote2 = ch;
              continue;
            case this.escapeChar:
              for (let j = i + 1; j < content.length; j++) {
                switch (content.charAt(j)) {
                  case "\n":
                    escaping = true;
                    j = i;
                    continue contentLoop;
                }
              }
              break;
            case " ":
            case "	":
            case "\r":
            case "\n":
              break;
            case "<":
              if (endFound) {
                searchHyphen = true;
              } else {
                endFound = true;
              }
              break;
            case "-":
              if (searchHyphen) {
                searchHyphen = false;
                break;
              }
            case "#":
              if (escaping) {
                for (let j = i + 1; j < content.length; j++) {
                  switch (content.charAt(j)) {
                    case "\n":
                      i = j;
                      continue contentLoop;
                  }
                }
              }
            default:
              if (start === -1) {
                start = i;
              }
              if (quote2 !== null) {
                end = i + 1;
                break;
              }
              break contentLoop;
          }
        }
        if (start === -1) {
          return vscode_languageserver_types_1.Range.create(startRange.end, startRange.end);
        }
        const nameStart = this.document.positionAt(this.document.offsetAt(startRange.start) + start);
        const nameEnd = quote2 !== null ? this.document.positionAt(this.document.offsetAt(startRange.start) + end) : startRange.end;
        return vscode_languageserver_types_1.Range.create(nameStart, nameEnd);
      }
      getHeredocs() {
        const args = this.getArguments();
        if (args.length === 0) {
          return [];
        }
        const heredocs = [];
        const range = this.getRange();
        if (range.start.line === range.end.line) {
          return this.createSingleLineHeredocs(args);
        }
        const heredocDefinitions = [];
        let heredocsProcessed = false;
        let escaping = false;
        let contentStart = -1;
        let contentEnd = -1;
        let lineStart = -1;
        let currentHeredoc = 0;
        const startOffset = this.document.offsetAt(args[0].getRange().start);
        const content = this.getRangeContent(vscode_languageserver_types_1.Range.create(args[0].getRange().start, this.getRange().end));
        contentLoop: for (let i = 0; i < content.length; i++) {
          switch (content.charAt(i)) {
            case this.escapeChar:
              escaping = true;
              for (let j = i + 1; j < content.length; j++) {
                switch (content.charAt(j)) {
                  case " ":
                  case "	":
                    break;
                  case "\r":
                    j++;
                  case "\n":
                    i = j;
                    continue contentLoop;
                  default:
                    i = j;
                    continue contentLoop;
                }
              }
              break;
            case "\r":
              break;
            case "\n":
              if (escaping) {
                break;
              }
              if (heredocsProcessed) {
                if (contentStart === -1) {
                  contentStart = i;
                }
                contentEnd = i;
                const arg = heredocDefinitions[currentHeredoc];
                const startRange = arg.getRange();
                const nameRange = this.getNameRange(startRange);
                const name = this.getName(nameRange);
                const delimiterRange = this.getDelimiterRange(arg, name, vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + lineStart), this.document.positionAt(startOffset + i)));
                if (delimiterRange !== null) {
                  const contentRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + contentStart), this.document.positionAt(startOffset + lineStart - 1));
                  heredocs.push(new heredoc_1.Heredoc(startRange, name, nameRange, contentRange, delimiterRange));
                  contentStart = -1;
                  currentHeredoc++;
                }
                lineStart = -1;
              } else {
                const offsetLimit = startOffset + i;
                for (const arg of args) {
                  if (this.document.offsetAt(arg.getRange().start) < offsetLimit) {
                    if (arg.getValue().startsWith("<<")) {
                      heredocDefinitions.push(arg);
                    }
                  } else {
                    break;
                  }
                }
                heredocsProcessed = true;
                lineStart = -1;
                continue contentLoop;
              }
              break;
            case " ":
            case "	":
              if (escaping) {
                break;
              }
            case "#":
              if (escaping) {
                for (let j = i + 1; j < content.length; j++) {
                  switch (content.charAt(j)) {
                    case "\n":
                      i = j;
                      continue contentLoop;
                  }
                }
              }
            default:
              if (escaping) {
                escaping = false;
              }
              if (heredocsProcessed) {
                if (contentStart === -1) {
                  contentStart = i;
                }
                if (lineStart === -1) {
                  lineStart = i;
                }
              }
              break;
          }
        }
        if (heredocsProcessed) {
          const arg = heredocDefinitions[currentHeredoc];
          const startRange = arg.getRange();
          const nameRange = this.getNameRange(startRange);
          const name = this.getName(nameRange);
          let contentRange = null;
          const delimiterRange = this.getDelimiterRange(arg, name, vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + lineStart), range.end));
          if (delimiterRange === null) {
            contentRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + contentStart), range.end);
          } else if (contentEnd !== -1) {
            contentRange = vscode_languageserver_types_1.Range.create(this.document.positionAt(startOffset + contentStart), this.document.positionAt(startOffset + contentEnd));
          }
          heredocs.push(new heredoc_1.Heredoc(startRange, name, nameRange, contentRange, delimiterRange));
          currentHeredoc++;
          for (let i = currentHeredoc; i < heredocDefinitions.length; i++) {
            const arg2 = heredocDefinitions[currentHeredoc];
            const startRange2 = arg2.getRange();
            const nameRange2 = this.getNameRange(startRange2);
            const name2 = this.getName(nameRange2);
            heredocs.push(new heredoc_1.Heredoc(startRange2, name2, nameRange2, null, null));
            currentHeredoc++;
          }
        } else {
          return this.createSingleLineHeredocs(args);
        }
        return heredocs;
      }
      getDelimiterRange(startArg, name, candidateRange) {
        const text2 = this.document.getText(candidateRange);
        if (startArg.getValue().startsWith("<<-")) {
          let index = 0;
          while (text2.charAt(index) === "	") {
            index++;
          }
          if (text2.substring(index) === name) {
            return vscode_languageserver_types_1.Range.create(vscode_languageserver_types_1.Position.create(candidateRange.start.line, index), candidateRange.end);
          }
          return null;
        }
        return text2 === name ? candidateRange : null;
      }
    };
    exports.Instruction = Instruction;
  }
});

// node_modules/dockerfile-ast/lib/flagOption.js
var require_flagOption = __commonJS({
  "node_modules/dockerfile-ast/lib/flagOption.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.FlagOption = void 0;
    var FlagOption = class {
      constructor(range, name, nameRange, value, valueRange) {
        this.range = range;
        this.name = name;
        this.nameRange = nameRange;
        this.value = value;
        this.valueRange = valueRange;
      }
      toString() {
        if (this.valueRange !== null) {
          return this.name + "=" + this.value;
        }
        return this.name;
      }
      getRange() {
        return this.range;
      }
      getName() {
        return this.name;
      }
      getNameRange() {
        return this.nameRange;
      }
      getValue() {
        return this.value;
      }
      getValueRange() {
        return this.valueRange;
      }
    };
    exports.FlagOption = FlagOption;
  }
});

// node_modules/dockerfile-ast/lib/flag.js
var require_flag = __commonJS({
  "node_modules/dockerfile-ast/lib/flag.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Flag = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var flagOption_1 = require_flagOption();
    var Flag = class {
      constructor(document, range, name, nameRange, value, valueRange) {
        this.options = [];
        this.range = range;
        this.name = name;
        this.nameRange = nameRange;
        this.value = value;
        this.valueRange = valueRange;
        if (this.value !== null) {
          let offset = document.offsetAt(valueRange.start);
          let nameStart = -1;
          let valueStart = -1;
          let hasOptions = false;
          for (let i = 0; i < value.length; i++) {
            switch (value.charAt(i)) {
              case "=":
                hasOptions = true;
                if (valueStart === -1) {
                  valueStart = i + 1;
                  break;
                }
                break;
              case ",":
                this.options.push(this.createFlagOption(document, value, offset, nameStart, valueStart, i));
                nameStart = -1;
                valueStart = -1;
                break;
              default:
                if (nameStart === -1) {
                  nameStart = i;
                }
                break;
            }
          }
          if (hasOptions && nameStart !== -1) {
            this.options.push(this.createFlagOption(document, value, offset, nameStart, valueStart, value.length));
          }
        }
      }
      createFlagOption(document, content, documentOffset, nameStart, valueStart, valueEnd) {
        const optionRange = vscode_languageserver_types_1.Range.create(document.positionAt(documentOffset + nameStart), document.positionAt(documentOffset + valueEnd));
        if (valueStart === -1) {
          return new flagOption_1.FlagOption(optionRange, content.substring(nameStart, valueEnd), optionRange, null, null);
        }
        return new flagOption_1.FlagOption(optionRange, content.substring(nameStart, valueStart - 1), vscode_languageserver_types_1.Range.create(document.positionAt(documentOffset + nameStart), document.positionAt(documentOffset + valueStart - 1)), content.substring(valueStart, valueEnd), vscode_languageserver_types_1.Range.create(document.positionAt(documentOffset + valueStart), document.positionAt(documentOffset + valueEnd)));
      }
      toString() {
        if (this.valueRange) {
          return "--" + this.name + "=" + this.value;
        }
        return "--" + this.name;
      }
      /**
       * Returns the range that encompasses this entire flag. This includes the
       * -- prefix in the beginning to the last character of the flag's value (if
       * it has been defined).
       *
       * @return the entire range of this flag
       */
      getRange() {
        return this.range;
      }
      /**
       * Returns the name of this flag. The name does not include the -- prefix.
       * Thus, for HEALTHCHECK's --interval flag, interval is the flag's name and
       * not --interval.
       *
       * @return this flag's name
       */
      getName() {
        return this.name;
      }
      /**
       * Returns the range that encompasses the flag's name
       *
       * @return the range containing the flag's name
       */
      getNameRange() {
        return this.nameRange;
      }
      /**
       * Returns the value that has been set to this flag. May be null if the
       * flag is invalid and has no value set like a --start-period. If the flag
       * is instead a --start-period= with an equals sign then the flag's value
       * is the empty string.
       *
       * @return this flag's value if it has been defined, null otherwise
       */
      getValue() {
        return this.value;
      }
      /**
       * Returns the range that encompasses this flag's value. If no value has
       * been set then null will be returned.
       *
       * @return the range containing this flag's value, or null if the flag
       *         has no value defined
       */
      getValueRange() {
        return this.valueRange;
      }
      getOption(name) {
        for (const option of this.options) {
          if (option.getName() === name) {
            return option;
          }
        }
        return null;
      }
      getOptions() {
        return this.options;
      }
      hasOptions() {
        return this.options.length > 0;
      }
    };
    exports.Flag = Flag;
  }
});

// node_modules/dockerfile-ast/lib/modifiableInstruction.js
var require_modifiableInstruction = __commonJS({
  "node_modules/dockerfile-ast/lib/modifiableInstruction.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.ModifiableInstruction = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var flag_1 = require_flag();
    var instruction_1 = require_instruction();
    var ModifiableInstruction = class extends instruction_1.Instruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      getFlags() {
        if (!this.flags) {
          this.flags = [];
          for (let arg of this.getArguments()) {
            let value = arg.getValue();
            if (this.stopSearchingForFlags(value)) {
              return this.flags;
            } else if (value.indexOf("--") === 0) {
              let range = arg.getRange();
              let rawValue = this.document.getText().substring(this.document.offsetAt(range.start), this.document.offsetAt(range.end));
              let nameIndex = value.indexOf("=");
              let index = rawValue.indexOf("=");
              let firstMatch = false;
              let secondMatch = false;
              let startIndex = -1;
              nameSearchLoop: for (let i = 0; i < rawValue.length; i++) {
                switch (rawValue.charAt(i)) {
                  case "\\":
                  case " ":
                  case "	":
                  case "\r":
                  case "\n":
                    break;
                  case "-":
                    if (secondMatch) {
                      startIndex = i;
                      break nameSearchLoop;
                    } else if (firstMatch) {
                      secondMatch = true;
                    } else {
                      firstMatch = true;
                    }
                    break;
                  default:
                    startIndex = i;
                    break nameSearchLoop;
                }
              }
              let nameStart = this.document.positionAt(this.document.offsetAt(range.start) + startIndex);
              if (index === -1) {
                this.flags.push(new flag_1.Flag(this.document, range, value.substring(2), vscode_languageserver_types_1.Range.create(nameStart, range.end), null, null));
              } else if (index === value.length - 1) {
                let nameEnd = this.document.positionAt(this.document.offsetAt(range.start) + index);
                this.flags.push(new flag_1.Flag(this.document, range, value.substring(2, index), vscode_languageserver_types_1.Range.create(nameStart, nameEnd), "", vscode_languageserver_types_1.Range.create(range.end, range.end)));
              } else {
                let nameEnd = this.document.positionAt(this.document.offsetAt(range.start) + index);
                this.flags.push(new flag_1.Flag(this.document, range, value.substring(2, nameIndex), vscode_languageserver_types_1.Range.create(nameStart, nameEnd), value.substring(nameIndex + 1), vscode_languageserver_types_1.Range.create(this.document.positionAt(this.document.offsetAt(range.start) + index + 1), range.end)));
              }
            }
          }
        }
        return this.flags;
      }
      getArguments() {
        const args = super.getArguments();
        const flags = this.getFlags();
        if (flags.length === 0) {
          return args;
        }
        for (let i = 0; i < flags.length; i++) {
          args.shift();
        }
        return args;
      }
    };
    exports.ModifiableInstruction = ModifiableInstruction;
  }
});

// node_modules/dockerfile-ast/lib/jsonInstruction.js
var require_jsonInstruction = __commonJS({
  "node_modules/dockerfile-ast/lib/jsonInstruction.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.JSONInstruction = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var argument_1 = require_argument();
    var jsonArgument_1 = require_jsonArgument();
    var modifiableInstruction_1 = require_modifiableInstruction();
    var JSONInstruction = class extends modifiableInstruction_1.ModifiableInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
        this.openingBracket = null;
        this.closingBracket = null;
        this.jsonStrings = [];
        const argsContent = this.getRawArgumentsContent();
        if (argsContent === null) {
          return;
        }
        const args = this.getArguments();
        if (args.length === 1 && args[0].getValue() === "[]") {
          let argRange = args[0].getRange();
          this.openingBracket = new argument_1.Argument("[", vscode_languageserver_types_1.Range.create(argRange.start.line, argRange.start.character, argRange.start.line, argRange.start.character + 1));
          this.closingBracket = new argument_1.Argument("]", vscode_languageserver_types_1.Range.create(argRange.start.line, argRange.start.character + 1, argRange.end.line, argRange.end.character));
          return;
        } else if (args.length === 2 && args[0].getValue() === "[" && args[1].getValue() === "]") {
          this.openingBracket = args[0];
          this.closingBracket = args[1];
          return;
        }
        const argsOffset = document.offsetAt(this.getArgumentsRange().start);
        let start = -1;
        let last = "";
        let quoted2 = false;
        let escapedArg = "";
        argsCheck: for (let i = 0; i < argsContent.length; i++) {
          let char = argsContent.charAt(i);
          switch (char) {
            case "[":
              if (last === "") {
                this.openingBracket = new argument_1.Argument("[", vscode_languageserver_types_1.Range.create(document.positionAt(argsOffset + i), document.positionAt(argsOffset + i + 1)));
                last = "[";
              } else if (quoted2) {
                escapedArg = escapedArg + char;
              } else {
                break argsCheck;
              }
              break;
            case '"':
              if (last === "[" || last === ",") {
                start = i;
                quoted2 = true;
                last = '"';
                escapedArg = escapedArg + char;
                continue;
              } else if (last === '"') {
                if (quoted2) {
                  escapedArg = escapedArg + char;
                  quoted2 = false;
                  this.jsonStrings.push(new jsonArgument_1.JSONArgument(escapedArg, vscode_languageserver_types_1.Range.create(document.positionAt(argsOffset + start), document.positionAt(argsOffset + i + 1)), vscode_languageserver_types_1.Range.create(document.positionAt(argsOffset + start + 1), document.positionAt(argsOffset + i))));
                  escapedArg = "";
                } else {
                  break argsCheck;
                }
              } else {
                break argsCheck;
              }
              break;
            case ",":
              if (quoted2) {
                escapedArg = escapedArg + char;
              } else {
                if (last === '"') {
                  last = ",";
                } else {
                  break argsCheck;
                }
              }
              break;
            case "]":
              if (quoted2) {
                escapedArg = escapedArg + char;
              } else if (last !== "") {
                this.closingBracket = new argument_1.Argument("]", vscode_languageserver_types_1.Range.create(document.positionAt(argsOffset + i), document.positionAt(argsOffset + i + 1)));
                break argsCheck;
              }
              break;
            case " ":
            case "	":
              break;
            case "\\":
              if (quoted2) {
                switch (argsContent.charAt(i + 1)) {
                  case '"':
                  case "\\":
                    escapedArg = escapedArg + argsContent.charAt(i + 1);
                    i++;
                    continue;
                  case " ":
                  case "	":
                    escapeCheck: for (let j = i + 2; j < argsContent.length; j++) {
                      switch (argsContent.charAt(j)) {
                        case "\r":
                          j++;
                        case "\n":
                          i = j;
                          continue argsCheck;
                        case " ":
                        case "	":
                          break;
                        default:
                          break escapeCheck;
                      }
                    }
                    break;
                  case "\r":
                    i++;
                  default:
                    i++;
                    continue;
                }
              } else {
                escapeCheck: for (let j = i + 1; j < argsContent.length; j++) {
                  switch (argsContent.charAt(j)) {
                    case "\r":
                      j++;
                    case "\n":
                      i = j;
                      continue argsCheck;
                    case " ":
                    case "	":
                      break;
                    default:
                      break escapeCheck;
                  }
                }
              }
              break argsCheck;
            default:
              if (!quoted2) {
                break argsCheck;
              }
              escapedArg = escapedArg + char;
              break;
          }
        }
      }
      stopSearchingForFlags(_value) {
        return true;
      }
      getOpeningBracket() {
        return this.openingBracket;
      }
      getJSONStrings() {
        return this.jsonStrings;
      }
      getClosingBracket() {
        return this.closingBracket;
      }
    };
    exports.JSONInstruction = JSONInstruction;
  }
});

// node_modules/dockerfile-ast/lib/instructions/add.js
var require_add = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/add.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Add = void 0;
    var jsonInstruction_1 = require_jsonInstruction();
    var Add = class extends jsonInstruction_1.JSONInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      stopSearchingForFlags(argument) {
        return argument.indexOf("--") === -1;
      }
    };
    exports.Add = Add;
  }
});

// node_modules/dockerfile-ast/lib/property.js
var require_property = __commonJS({
  "node_modules/dockerfile-ast/lib/property.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Property = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var util_1 = require_util();
    var Property = class _Property {
      constructor(document, escapeChar, arg, arg2) {
        this.assignmentOperatorRange = null;
        this.assignmentOperator = null;
        this.valueRange = null;
        this.value = null;
        this.document = document;
        this.escapeChar = escapeChar;
        this.nameRange = _Property.getNameRange(document, arg);
        let value = document.getText().substring(document.offsetAt(this.nameRange.start), document.offsetAt(this.nameRange.end));
        this.name = _Property.getValue(value, escapeChar);
        if (arg2) {
          this.valueRange = arg2.getRange();
          value = document.getText().substring(document.offsetAt(this.valueRange.start), document.offsetAt(this.valueRange.end));
          this.value = _Property.getValue(value, escapeChar);
          this.range = vscode_languageserver_types_1.Range.create(this.nameRange.start, this.valueRange.end);
        } else {
          let argRange = arg.getRange();
          if (this.nameRange.start.line === argRange.start.line && this.nameRange.start.character === argRange.start.character && this.nameRange.end.line === argRange.end.line && this.nameRange.end.character === argRange.end.character) {
          } else {
            this.valueRange = _Property.getValueRange(document, arg);
            value = document.getText().substring(document.offsetAt(this.valueRange.start), document.offsetAt(this.valueRange.end));
            this.value = _Property.getValue(value, escapeChar);
            this.assignmentOperatorRange = vscode_languageserver_types_1.Range.create(this.nameRange.end, this.valueRange.start);
            this.assignmentOperator = "=";
          }
          this.range = argRange;
        }
      }
      getRange() {
        return this.range;
      }
      getName() {
        return this.name;
      }
      getNameRange() {
        return this.nameRange;
      }
      getValue() {
        return this.value;
      }
      getValueRange() {
        return this.valueRange;
      }
      /**
       * Retrieves the operator used for delimiting between the name and
       * value of this property. This will either be the "=" character
       * or null if a character was not used or if this property has no
       * value defined.
       */
      getAssignmentOperator() {
        return this.assignmentOperator;
      }
      getAssignmentOperatorRange() {
        return this.assignmentOperatorRange;
      }
      /**
       * Returns the value of this property including any enclosing
       * single or double quotes and relevant escape characters.
       * Escaped newlines and its associated contiguous whitespace
       * characters however will not be returned as they are deemed to
       * be uninteresting to clients trying to return a Dockerfile.
       *
       * @return the unescaped value of this property or null if this
       *         property has no associated value
       */
      getUnescapedValue() {
        if (this.valueRange === null) {
          return null;
        }
        let escaped = false;
        let rawValue = "";
        let value = this.document.getText().substring(this.document.offsetAt(this.valueRange.start), this.document.offsetAt(this.valueRange.end));
        rawLoop: for (let i = 0; i < value.length; i++) {
          let char = value.charAt(i);
          switch (char) {
            case this.escapeChar:
              for (let j = i + 1; j < value.length; j++) {
                switch (value.charAt(j)) {
                  case "\r":
                    j++;
                  case "\n":
                    escaped = true;
                    i = j;
                    continue rawLoop;
                  case " ":
                  case "	":
                    break;
                  default:
                    rawValue = rawValue + char;
                    continue rawLoop;
                }
              }
              rawValue = rawValue + char;
              break;
            case "\r":
            case "\n":
              break;
            case " ":
            case "	":
              if (!escaped) {
                rawValue = rawValue + char;
              }
              break;
            case "#":
              if (escaped) {
                for (let j = i + 1; j < value.length; j++) {
                  switch (value.charAt(j)) {
                    case "\r":
                      j++;
                    case "\n":
                      i = j;
                      continue rawLoop;
                  }
                }
              } else {
                rawValue = rawValue + char;
              }
              break;
            default:
              rawValue = rawValue + char;
              escaped = false;
              break;
          }
        }
        return rawValue;
      }
      static getNameRange(document, arg) {
        let value = arg.getValue();
        let index = value.indexOf("=");
        if (index !== -1) {
          let initial = value.charAt(0);
          let before = value.charAt(index - 1);
          if (initial === '"' && before === '"' || initial === "'" && before === "'" || initial !== '"' && initial !== "'") {
            return vscode_languageserver_types_1.Range.create(arg.getRange().start, document.positionAt(document.offsetAt(arg.getRange().start) + index));
          }
        }
        return arg.getRange();
      }
      static getValueRange(document, arg) {
        return vscode_languageserver_types_1.Range.create(document.positionAt(document.offsetAt(arg.getRange().start) + arg.getValue().indexOf("=") + 1), document.positionAt(document.offsetAt(arg.getRange().end)));
      }
      /**
       * Returns the actual value of this key-value pair. The value will
       * have its escape characters removed if applicable. If the value
       * spans multiple lines and there are comments nested within the
       * lines, they too will be removed.
       *
       * @return the value that this key-value pair will actually be, may
       *         be null if no value is defined, may be the empty string
       *         if the value only consists of whitespace
       */
      static getValue(value, escapeChar) {
        let escaped = false;
        const skip = util_1.Util.findLeadingNonWhitespace(value, escapeChar);
        if (skip !== 0 && value.charAt(skip) === "#") {
          escaped = true;
        }
        value = value.substring(skip);
        let first = value.charAt(0);
        let last = value.charAt(value.length - 1);
        let literal = first === "'" || first === '"';
        let inSingle = first === "'" && last === "'";
        let inDouble = false;
        if (first === '"') {
          for (let i = 1; i < value.length; i++) {
            if (value.charAt(i) === escapeChar) {
              i++;
            } else if (value.charAt(i) === '"' && i === value.length - 1) {
              inDouble = true;
            }
          }
        }
        if (inSingle || inDouble) {
          value = value.substring(1, value.length - 1);
        }
        let commentCheck = -1;
        let escapedValue = "";
        let start = 0;
        parseValue: for (let i = 0; i < value.length; i++) {
          let char = value.charAt(i);
          switch (char) {
            case escapeChar:
              if (i + 1 === value.length) {
                escapedValue = escapedValue + escapeChar;
                break parseValue;
              }
              char = value.charAt(i + 1);
              if (char === " " || char === "	") {
                whitespaceCheck: for (let j = i + 2; j < value.length; j++) {
                  let char2 = value.charAt(j);
                  switch (char2) {
                    case " ":
                    case "	":
                      break;
                    case "\r":
                      j++;
                    case "\n":
                      escaped = true;
                      i = j;
                      continue parseValue;
                    default:
                      if (!inDouble && !inSingle && !literal) {
                        if (char2 === escapeChar) {
                          escapedValue = escapedValue + char;
                          i = i + 1;
                        } else {
                          escapedValue = escapedValue + char + char2;
                          i = j;
                        }
                        continue parseValue;
                      }
                      break whitespaceCheck;
                  }
                }
              }
              if (inDouble) {
                if (char === "\r") {
                  escaped = true;
                  i = i + 2;
                } else if (char === "\n") {
                  escaped = true;
                  i++;
                } else if (char !== '"') {
                  if (char === escapeChar) {
                    i++;
                  }
                  escapedValue = escapedValue + escapeChar;
                }
                continue parseValue;
              } else if (inSingle || literal) {
                if (char === "\r") {
                  escaped = true;
                  i = i + 2;
                } else if (char === "\n") {
                  escaped = true;
                  i++;
                } else {
                  escapedValue = escapedValue + escapeChar;
                }
                continue parseValue;
              } else if (char === escapeChar) {
                escapedValue = escapedValue + escapeChar;
                i++;
              } else if (char === "\r") {
                escaped = true;
                i = i + 2;
              } else if (char === "\n") {
                escaped = true;
                i++;
                start = i;
              } else {
                escapedValue = escapedValue + char;
                i++;
              }
              break;
            case " ":
            case "	":
              if (escaped && commentCheck === -1) {
                commentCheck = i;
              }
              escapedValue = escapedValue + char;
              break;
            case "\r":
              i++;
            case "\n":
              if (escaped && commentCheck !== -1) {
                escapedValue = escapedValue.substring(0, escapedValue.length - (i - commentCheck - 1));
                commentCheck = -1;
              }
              break;
            case "#":
              if (escaped) {
                if (commentCheck !== -1) {
                  escapedValue = escapedValue.substring(0, escapedValue.length - (i - commentCheck));
                  commentCheck = -1;
                }
                newlineCheck: for (let j = i + 1; j < value.length; j++) {
                  switch (value.charAt(j)) {
                    case "\r":
                      j++;
                    case "\n":
                      i = j;
                      break newlineCheck;
                  }
                }
                continue parseValue;
              }
            default:
              if (escaped) {
                escaped = false;
                commentCheck = -1;
              }
              escapedValue = escapedValue + char;
              break;
          }
        }
        return escapedValue;
      }
    };
    exports.Property = Property;
  }
});

// node_modules/dockerfile-ast/lib/propertyInstruction.js
var require_propertyInstruction = __commonJS({
  "node_modules/dockerfile-ast/lib/propertyInstruction.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.PropertyInstruction = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var instruction_1 = require_instruction();
    var property_1 = require_property();
    var argument_1 = require_argument();
    var util_1 = require_util();
    var PropertyInstruction = class extends instruction_1.Instruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
        this.properties = void 0;
      }
      getProperties() {
        if (this.properties === void 0) {
          let args = this.getPropertyArguments();
          if (args.length === 0) {
            this.properties = [];
          } else if (args.length === 1) {
            this.properties = [new property_1.Property(this.document, this.escapeChar, args[0])];
          } else if (args.length === 2) {
            if (args[0].getValue().indexOf("=") === -1) {
              this.properties = [new property_1.Property(this.document, this.escapeChar, args[0], args[1])];
            } else {
              this.properties = [
                new property_1.Property(this.document, this.escapeChar, args[0]),
                new property_1.Property(this.document, this.escapeChar, args[1])
              ];
            }
          } else if (args[0].getValue().indexOf("=") === -1) {
            let text2 = this.document.getText();
            let start = args[1].getRange().start;
            let end = args[args.length - 1].getRange().end;
            text2 = text2.substring(this.document.offsetAt(start), this.document.offsetAt(end));
            this.properties = [new property_1.Property(this.document, this.escapeChar, args[0], new argument_1.Argument(text2, vscode_languageserver_types_1.Range.create(args[1].getRange().start, args[args.length - 1].getRange().end)))];
          } else {
            this.properties = [];
            for (let i = 0; i < args.length; i++) {
              this.properties.push(new property_1.Property(this.document, this.escapeChar, args[i]));
            }
          }
        }
        return this.properties;
      }
      /**
       * Goes from the back of the string and returns the first
       * non-whitespace character that is found. If an escape character
       * is found with newline characters, the escape character will
       * not be considered a non-whitespace character and its index in
       * the string will not be returned.
       *
       * @param content the string to search through
       * @return the index in the string for the first non-whitespace
       *         character when searching from the end of the string
       */
      findTrailingNonWhitespace(content) {
        let index = content.length;
        whitespaceCheck: for (let i = content.length - 1; i >= 0; i--) {
          switch (content.charAt(i)) {
            case " ":
            case "	":
              continue;
            case "\n":
              if (content.charAt(i - 1) === "\r") {
                i = i - 1;
              }
            case "\r":
              newlineCheck: for (let j = i - 1; j >= 0; j--) {
                switch (content.charAt(j)) {
                  case " ":
                  case "	":
                  case "\r":
                  case "\n":
                  case this.escapeChar:
                    continue;
                  default:
                    index = j;
                    break newlineCheck;
                }
              }
              break whitespaceCheck;
            default:
              index = i;
              break whitespaceCheck;
          }
        }
        return index;
      }
      getPropertyArguments() {
        const args = [];
        let range = this.getInstructionRange();
        let instructionNameEndOffset = this.document.offsetAt(range.end);
        let extra = instructionNameEndOffset - this.document.offsetAt(range.start);
        let content = this.getTextContent();
        let fullArgs = content.substring(extra);
        let start = util_1.Util.findLeadingNonWhitespace(fullArgs, this.escapeChar);
        if (start === -1) {
          return [];
        }
        const startPosition = this.document.positionAt(instructionNameEndOffset + start);
        let escaped = range.start.line !== startPosition.line;
        let endingEscape = false;
        let mark = -1;
        let end = this.findTrailingNonWhitespace(fullArgs);
        content = fullArgs.substring(start, end + 1);
        let argStart = escaped ? -1 : 0;
        let spaced = false;
        argumentLoop: for (let i = 0; i < content.length; i++) {
          let char = content.charAt(i);
          switch (char) {
            case this.escapeChar:
              if (i + 1 === content.length) {
                endingEscape = true;
                break argumentLoop;
              }
              if (!escaped) {
                mark = i;
              }
              switch (content.charAt(i + 1)) {
                case " ":
                case "	":
                  if (!util_1.Util.isWhitespace(content.charAt(i + 2))) {
                    i = i + 1;
                    continue argumentLoop;
                  }
                  whitespaceCheck: for (let j = i + 2; j < content.length; j++) {
                    switch (content.charAt(j)) {
                      case "\r":
                        j++;
                      case "\n":
                        escaped = true;
                        i = j;
                        continue argumentLoop;
                      case " ":
                      case "	":
                        break;
                      default:
                        args.push(new argument_1.Argument(content.substring(argStart, i), vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + i + 2))));
                        argStart = j;
                        break whitespaceCheck;
                    }
                  }
                  i = argStart - 1;
                  continue argumentLoop;
                case "\r":
                  i++;
                case "\n":
                  escaped = true;
                  i = i + 1;
                  continue argumentLoop;
                case this.escapeChar:
                  if (argStart === -1) {
                    argStart = i;
                  }
                  i = i + 1;
                  continue argumentLoop;
                default:
                  if (argStart === -1) {
                    argStart = i;
                  }
                  continue argumentLoop;
              }
            case "'":
            case '"':
              if (spaced) {
                this.createSpacedArgument(argStart, args, content, mark, instructionNameEndOffset, start);
                argStart = i;
                spaced = false;
              }
              if (argStart === -1) {
                argStart = i;
              }
              for (let j = i + 1; j < content.length; j++) {
                switch (content.charAt(j)) {
                  case char:
                    if (content.charAt(j + 1) !== " " && content.charAt(j + 1) !== "") {
                      i = j;
                      continue argumentLoop;
                    }
                    args.push(new argument_1.Argument(content.substring(argStart, j + 1), vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + j + 1))));
                    i = j;
                    argStart = -1;
                    continue argumentLoop;
                  case this.escapeChar:
                    j++;
                    break;
                }
              }
              break argumentLoop;
            case " ":
            case "	":
              if (escaped) {
                if (argStart !== -1) {
                  spaced = true;
                }
              } else if (argStart !== -1) {
                args.push(new argument_1.Argument(content.substring(argStart, i), vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + i))));
                argStart = -1;
              }
              break;
            case "\r":
              i++;
            case "\n":
              spaced = false;
              break;
            case "#":
              if (escaped) {
                for (let j = i + 1; j < content.length; j++) {
                  switch (content.charAt(j)) {
                    case "\r":
                      j++;
                    case "\n":
                      i = j;
                      spaced = false;
                      continue argumentLoop;
                  }
                }
                if (argStart !== -1) {
                  let value = content.substring(argStart, mark);
                  args.push(new argument_1.Argument(value, vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + mark))));
                  argStart = -1;
                }
                break argumentLoop;
              } else if (argStart === -1) {
                argStart = i;
              }
              break;
            default:
              if (spaced) {
                this.createSpacedArgument(argStart, args, content, mark, instructionNameEndOffset, start);
                argStart = i;
                spaced = false;
              }
              escaped = false;
              if (argStart === -1) {
                argStart = i;
              }
              if (char === "$" && content.charAt(i + 1) === "{") {
                let singleQuotes = false;
                let doubleQuotes = false;
                let escaped2 = false;
                for (let j = i + 1; j < content.length; j++) {
                  switch (content.charAt(j)) {
                    case this.escapeChar:
                      escaped2 = true;
                      break;
                    case "\r":
                    case "\n":
                      break;
                    case "'":
                      singleQuotes = !singleQuotes;
                      escaped2 = false;
                      break;
                    case '"':
                      doubleQuotes = !doubleQuotes;
                      escaped2 = false;
                      break;
                    case " ":
                    case "	":
                      if (escaped2 || singleQuotes || doubleQuotes) {
                        break;
                      }
                      i = j - 1;
                      continue argumentLoop;
                    case "}":
                      i = j;
                      continue argumentLoop;
                    default:
                      escaped2 = false;
                      break;
                  }
                }
                break argumentLoop;
              }
              break;
          }
        }
        if (argStart !== -1 && argStart !== content.length) {
          let end2 = endingEscape ? content.length - 1 : content.length;
          let value = content.substring(argStart, end2);
          args.push(new argument_1.Argument(value, vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + end2))));
        }
        return args;
      }
      createSpacedArgument(argStart, args, content, mark, instructionNameEndOffset, start) {
        if (argStart !== -1) {
          args.push(new argument_1.Argument(content.substring(argStart, mark), vscode_languageserver_types_1.Range.create(this.document.positionAt(instructionNameEndOffset + start + argStart), this.document.positionAt(instructionNameEndOffset + start + mark))));
        }
      }
    };
    exports.PropertyInstruction = PropertyInstruction;
  }
});

// node_modules/dockerfile-ast/lib/instructions/arg.js
var require_arg = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/arg.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Arg = void 0;
    var property_1 = require_property();
    var propertyInstruction_1 = require_propertyInstruction();
    var Arg = class extends propertyInstruction_1.PropertyInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
        this.property = null;
        const args = this.getPropertyArguments();
        if (args.length === 1) {
          this.property = new property_1.Property(this.document, this.escapeChar, args[0]);
        } else {
          this.property = null;
        }
      }
      /**
       * Returns the variable defined by this ARG. This may be null if
       * this ARG instruction is malformed and has no variable
       * declaration.
       */
      getProperty() {
        return this.property;
      }
    };
    exports.Arg = Arg;
  }
});

// node_modules/dockerfile-ast/lib/instructions/cmd.js
var require_cmd = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/cmd.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Cmd = void 0;
    var jsonInstruction_1 = require_jsonInstruction();
    var Cmd = class extends jsonInstruction_1.JSONInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
    };
    exports.Cmd = Cmd;
  }
});

// node_modules/dockerfile-ast/lib/instructions/copy.js
var require_copy = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/copy.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Copy = void 0;
    var jsonInstruction_1 = require_jsonInstruction();
    var Copy = class extends jsonInstruction_1.JSONInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      stopSearchingForFlags(argument) {
        return argument.indexOf("--") === -1;
      }
      getFromFlag() {
        let flags = super.getFlags();
        return flags.length === 1 && flags[0].getName() === "from" ? flags[0] : null;
      }
      /**
       * Returns there here-documents that are defined in this RUN
       * instruction.
       *
       * This API is experimental and subject to change.
       */
      getHeredocs() {
        return super.getHeredocs();
      }
    };
    exports.Copy = Copy;
  }
});

// node_modules/dockerfile-ast/lib/instructions/env.js
var require_env = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/env.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Env = void 0;
    var propertyInstruction_1 = require_propertyInstruction();
    var Env = class extends propertyInstruction_1.PropertyInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      getProperties() {
        return super.getProperties();
      }
    };
    exports.Env = Env;
  }
});

// node_modules/dockerfile-ast/lib/instructions/entrypoint.js
var require_entrypoint = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/entrypoint.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Entrypoint = void 0;
    var jsonInstruction_1 = require_jsonInstruction();
    var Entrypoint = class extends jsonInstruction_1.JSONInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
    };
    exports.Entrypoint = Entrypoint;
  }
});

// node_modules/dockerfile-ast/lib/instructions/from.js
var require_from = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/from.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.From = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var modifiableInstruction_1 = require_modifiableInstruction();
    var From = class extends modifiableInstruction_1.ModifiableInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      stopSearchingForFlags(argument) {
        return argument.indexOf("--") === -1;
      }
      getImage() {
        const args = this.getArguments();
        return args.length > 0 ? args[0].getValue() : null;
      }
      /**
       * Returns the name of the image that will be used as the base image.
       *
       * @return the base image's name, or null if unspecified
       */
      getImageName() {
        const imageName = this.getRangeContent(this.getImageNameRange());
        if (imageName === null) {
          return null;
        }
        let commented = false;
        let escaped = false;
        let name = "";
        for (let i = 0; i < imageName.length; i++) {
          const ch = imageName.charAt(i);
          switch (ch) {
            case this.escapeChar:
              escaped = true;
              break;
            case "\r":
              continue;
            case "\n":
              commented = false;
              break;
            case " ":
            case "	":
              break;
            case "#":
              if (escaped) {
                commented = true;
              } else {
                name = name + ch;
                escaped = false;
              }
              break;
            default:
              if (!commented) {
                name = name + ch;
                escaped = false;
              }
              break;
          }
        }
        return name;
      }
      /**
       * Returns the range that covers the name of the image used by
       * this instruction.
       *
       * @return the range of the name of this instruction's argument,
       *         or null if no image has been specified
       */
      getImageNameRange() {
        let range = this.getImageRange();
        if (range) {
          let registryRange = this.getRegistryRange();
          if (registryRange) {
            range.start = this.document.positionAt(this.document.offsetAt(registryRange.end) + 1);
          }
          let tagRange = this.getImageTagRange();
          let digestRange = this.getImageDigestRange();
          if (tagRange === null) {
            if (digestRange !== null) {
              range.end = this.document.positionAt(this.document.offsetAt(digestRange.start) - 1);
            }
          } else {
            range.end = this.document.positionAt(this.document.offsetAt(tagRange.start) - 1);
          }
          return range;
        }
        return null;
      }
      /**
       * Returns the range that covers the image argument of this
       * instruction. This includes the tag or digest of the image if
       * it has been specified by the instruction.
       *
       * @return the range of the image argument, or null if no image
       *         has been specified
       */
      getImageRange() {
        let args = this.getArguments();
        return args.length !== 0 ? args[0].getRange() : null;
      }
      getImageTag() {
        return this.getRangeContent(this.getImageTagRange());
      }
      /**
       * Returns the range in the document that the tag of the base
       * image encompasses.
       *
       * @return the base image's tag's range in the document, or null
       *         if no tag has been specified
       */
      getImageTagRange() {
        const range = this.getImageRange();
        if (range) {
          const rangeStartOffset = this.document.offsetAt(range.start);
          const content = this.getRangeContent(range);
          const atIndex = this.indexOf(rangeStartOffset, content, "@");
          const slashIndex = content.indexOf("/");
          if (atIndex === -1) {
            const colonIndex = this.lastIndexOf(rangeStartOffset, content, ":");
            if (colonIndex > slashIndex) {
              return vscode_languageserver_types_1.Range.create(this.document.positionAt(rangeStartOffset + colonIndex + 1), range.end);
            }
          }
          const subcontent = content.substring(0, atIndex);
          const subcolonIndex = subcontent.indexOf(":");
          if (subcolonIndex === -1) {
            return null;
          }
          if (slashIndex === -1) {
            return vscode_languageserver_types_1.Range.create(this.document.positionAt(rangeStartOffset + subcolonIndex + 1), this.document.positionAt(rangeStartOffset + atIndex));
          }
          if (subcolonIndex < slashIndex) {
            return null;
          }
          return vscode_languageserver_types_1.Range.create(this.document.positionAt(rangeStartOffset + subcolonIndex + 1), this.document.positionAt(rangeStartOffset + subcontent.length));
        }
        return null;
      }
      getImageDigest() {
        return this.getRangeContent(this.getImageDigestRange());
      }
      /**
       * Returns the range in the document that the digest of the base
       * image encompasses.
       *
       * @return the base image's digest's range in the document, or null
       *         if no digest has been specified
       */
      getImageDigestRange() {
        let range = this.getImageRange();
        if (range) {
          let content = this.getRangeContent(range);
          let index = this.lastIndexOf(this.document.offsetAt(range.start), content, "@");
          if (index !== -1) {
            return vscode_languageserver_types_1.Range.create(range.start.line, range.start.character + index + 1, range.end.line, range.end.character);
          }
        }
        return null;
      }
      indexOf(documentOffset, content, searchString) {
        let index = content.indexOf(searchString);
        const variables = this.getVariables();
        for (let i = 0; i < variables.length; i++) {
          const position = documentOffset + index;
          const variableRange = variables[i].getRange();
          if (this.document.offsetAt(variableRange.start) < position && position < this.document.offsetAt(variableRange.end)) {
            const offset = this.document.offsetAt(variableRange.end) - documentOffset;
            const substring = content.substring(offset);
            const subIndex = substring.indexOf(searchString);
            if (subIndex === -1) {
              return -1;
            }
            index = subIndex + offset;
            i = -1;
            continue;
          }
        }
        return index;
      }
      lastIndexOf(documentOffset, content, searchString) {
        let index = content.lastIndexOf(searchString);
        const variables = this.getVariables();
        for (let i = 0; i < variables.length; i++) {
          const position = documentOffset + index;
          const variableRange = variables[i].getRange();
          if (this.document.offsetAt(variableRange.start) < position && position < this.document.offsetAt(variableRange.end)) {
            index = content.substring(0, index).lastIndexOf(searchString);
            if (index === -1) {
              return -1;
            }
            i = -1;
            continue;
          }
        }
        return index;
      }
      getRegistry() {
        return this.getRangeContent(this.getRegistryRange());
      }
      getRegistryRange() {
        const range = this.getImageRange();
        if (range) {
          const tagRange = this.getImageTagRange();
          const digestRange = this.getImageDigestRange();
          if (tagRange === null) {
            if (digestRange !== null) {
              range.end = this.document.positionAt(this.document.offsetAt(digestRange.start) - 1);
            }
          } else {
            range.end = this.document.positionAt(this.document.offsetAt(tagRange.start) - 1);
          }
          const content = this.getRangeContent(range);
          const rangeStart = this.document.offsetAt(range.start);
          const startingSlashIndex = this.indexOf(rangeStart, content, "/");
          if (startingSlashIndex === -1) {
            return null;
          }
          const portIndex = this.indexOf(rangeStart, content, ":");
          const dotIndex = this.indexOf(rangeStart, content, ".");
          if (portIndex !== -1 || dotIndex !== -1) {
            return vscode_languageserver_types_1.Range.create(range.start, this.document.positionAt(rangeStart + startingSlashIndex));
          }
          const registry = content.substring(0, startingSlashIndex);
          if (registry === "localhost") {
            return vscode_languageserver_types_1.Range.create(range.start, this.document.positionAt(rangeStart + startingSlashIndex));
          }
        }
        return null;
      }
      getBuildStage() {
        let range = this.getBuildStageRange();
        return range === null ? null : this.getRangeContent(range);
      }
      getBuildStageRange() {
        let args = this.getArguments();
        if (args.length > 2 && args[1].getValue().toUpperCase() === "AS") {
          return args[2].getRange();
        }
        return null;
      }
      getPlatformFlag() {
        let flags = super.getFlags();
        return flags.length === 1 && flags[0].getName() === "platform" ? flags[0] : null;
      }
    };
    exports.From = From;
  }
});

// node_modules/dockerfile-ast/lib/instructions/healthcheck.js
var require_healthcheck = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/healthcheck.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Healthcheck = void 0;
    var modifiableInstruction_1 = require_modifiableInstruction();
    var Healthcheck = class extends modifiableInstruction_1.ModifiableInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      stopSearchingForFlags(argument) {
        argument = argument.toUpperCase();
        return argument === "CMD" || argument === "NONE";
      }
      getSubcommand() {
        let args = this.getArguments();
        return args.length !== 0 ? args[0] : null;
      }
    };
    exports.Healthcheck = Healthcheck;
  }
});

// node_modules/dockerfile-ast/lib/instructions/label.js
var require_label = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/label.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Label = void 0;
    var propertyInstruction_1 = require_propertyInstruction();
    var util_1 = require_util();
    var Label = class extends propertyInstruction_1.PropertyInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      getVariables() {
        const variables = super.getVariables();
        const properties = this.getProperties();
        for (const property of properties) {
          const value = property.getUnescapedValue();
          if (value !== null && value.length > 2 && value.charAt(0) === "'" && value.charAt(value.length - 1) === "'") {
            const range = property.getValueRange();
            for (let i = 0; i < variables.length; i++) {
              if (util_1.Util.isInsideRange(variables[i].getRange().start, range)) {
                variables.splice(i, 1);
                i--;
              }
            }
          }
        }
        return variables;
      }
      getProperties() {
        return super.getProperties();
      }
    };
    exports.Label = Label;
  }
});

// node_modules/dockerfile-ast/lib/instructions/onbuild.js
var require_onbuild = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/onbuild.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Onbuild = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var parser_1 = require_parser();
    var instruction_1 = require_instruction();
    var Onbuild = class extends instruction_1.Instruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      getTrigger() {
        let trigger = this.getTriggerWord();
        return trigger === null ? null : trigger.toUpperCase();
      }
      getTriggerWord() {
        return this.getRangeContent(this.getTriggerRange());
      }
      getTriggerRange() {
        let args = this.getArguments();
        return args.length > 0 ? args[0].getRange() : null;
      }
      getTriggerInstruction() {
        let triggerRange = this.getTriggerRange();
        if (triggerRange === null) {
          return null;
        }
        let args = this.getArguments();
        return parser_1.Parser.createInstruction(this.document, this.dockerfile, this.escapeChar, vscode_languageserver_types_1.Range.create(args[0].getRange().start, this.getRange().end), this.getTriggerWord(), triggerRange);
      }
    };
    exports.Onbuild = Onbuild;
  }
});

// node_modules/dockerfile-ast/lib/instructions/run.js
var require_run = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/run.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Run = void 0;
    var jsonInstruction_1 = require_jsonInstruction();
    var Run = class extends jsonInstruction_1.JSONInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      stopSearchingForFlags(argument) {
        return argument.indexOf("--") === -1;
      }
      /**
       * Returns there here-documents that are defined in this RUN
       * instruction.
       *
       * This API is experimental and subject to change.
       */
      getHeredocs() {
        return super.getHeredocs();
      }
    };
    exports.Run = Run;
  }
});

// node_modules/dockerfile-ast/lib/instructions/shell.js
var require_shell = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/shell.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Shell = void 0;
    var jsonInstruction_1 = require_jsonInstruction();
    var Shell = class extends jsonInstruction_1.JSONInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
    };
    exports.Shell = Shell;
  }
});

// node_modules/dockerfile-ast/lib/instructions/stopsignal.js
var require_stopsignal = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/stopsignal.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Stopsignal = void 0;
    var instruction_1 = require_instruction();
    var Stopsignal = class extends instruction_1.Instruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
    };
    exports.Stopsignal = Stopsignal;
  }
});

// node_modules/dockerfile-ast/lib/instructions/workdir.js
var require_workdir = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/workdir.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Workdir = void 0;
    var instruction_1 = require_instruction();
    var Workdir = class extends instruction_1.Instruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
      /**
       * Returns the path that has been defined. Note that this path may
       * be absolute or relative depending on what was written in the
       * instruction.
       *
       * @return the working directory's path, or null if this
       *         instruction has no arguments
       */
      getPath() {
        return this.getArgumentsContent();
      }
      /**
       * Returns the absolute path that this instruction resolves to. The
       * function will inspect prior WORKDIR instructions in the current
       * image or another build stage in the Dockerfile to try to
       * determine this.
       *
       * @return the absolute path of the working directory, or null if
       *         this instruction has no arguments, or undefined if it
       *         cannot be determined because only relative paths could be
       *         found
       */
      getAbsolutePath() {
        const path = this.getPath();
        if (path === null || path.startsWith("/")) {
          return path;
        }
        const startLine = this.getRange().start.line;
        const hierarchy = this.dockerfile.getStageHierarchy(startLine);
        for (let i = hierarchy.length - 1; i >= 0; i--) {
          const workdirs = hierarchy[i].getWORKDIRs();
          for (let j = workdirs.length - 1; j >= 0; j--) {
            if (workdirs[j].getRange().start.line < startLine) {
              const parent = workdirs[j].getAbsolutePath();
              if (parent === void 0 || parent === null) {
                return void 0;
              }
              return parent.endsWith("/") ? parent + path : parent + "/" + path;
            }
          }
        }
        return void 0;
      }
    };
    exports.Workdir = Workdir;
  }
});

// node_modules/dockerfile-ast/lib/instructions/user.js
var require_user = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/user.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.User = void 0;
    var instruction_1 = require_instruction();
    var User = class extends instruction_1.Instruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
    };
    exports.User = User;
  }
});

// node_modules/dockerfile-ast/lib/instructions/volume.js
var require_volume = __commonJS({
  "node_modules/dockerfile-ast/lib/instructions/volume.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Volume = void 0;
    var jsonInstruction_1 = require_jsonInstruction();
    var Volume = class extends jsonInstruction_1.JSONInstruction {
      constructor(document, range, dockerfile, escapeChar, instruction, instructionRange) {
        super(document, range, dockerfile, escapeChar, instruction, instructionRange);
      }
    };
    exports.Volume = Volume;
  }
});

// node_modules/dockerfile-ast/lib/imageTemplate.js
var require_imageTemplate = __commonJS({
  "node_modules/dockerfile-ast/lib/imageTemplate.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.ImageTemplate = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var arg_1 = require_arg();
    var cmd_1 = require_cmd();
    var copy_1 = require_copy();
    var env_1 = require_env();
    var entrypoint_1 = require_entrypoint();
    var from_1 = require_from();
    var healthcheck_1 = require_healthcheck();
    var onbuild_1 = require_onbuild();
    var util_1 = require_util();
    var workdir_1 = require_workdir();
    var ImageTemplate = class {
      constructor() {
        this.comments = [];
        this.instructions = [];
      }
      addComment(comment2) {
        this.comments.push(comment2);
      }
      getComments() {
        return this.comments;
      }
      addInstruction(instruction) {
        this.instructions.push(instruction);
      }
      getInstructions() {
        return this.instructions;
      }
      getInstructionAt(line) {
        for (let instruction of this.instructions) {
          if (util_1.Util.isInsideRange(vscode_languageserver_types_1.Position.create(line, 0), instruction.getRange())) {
            return instruction;
          }
        }
        return null;
      }
      /**
       * Gets all the ARG instructions that are defined in this image.
       */
      getARGs() {
        let args = [];
        for (let instruction of this.instructions) {
          if (instruction instanceof arg_1.Arg) {
            args.push(instruction);
          }
        }
        return args;
      }
      /**
       * Gets all the CMD instructions that are defined in this image.
       */
      getCMDs() {
        let cmds = [];
        for (let instruction of this.instructions) {
          if (instruction instanceof cmd_1.Cmd) {
            cmds.push(instruction);
          }
        }
        return cmds;
      }
      /**
       * Gets all the COPY instructions that are defined in this image.
       */
      getCOPYs() {
        let copies = [];
        for (let instruction of this.instructions) {
          if (instruction instanceof copy_1.Copy) {
            copies.push(instruction);
          }
        }
        return copies;
      }
      /**
       * Gets all the ENTRYPOINT instructions that are defined in this image.
       */
      getENTRYPOINTs() {
        let froms = [];
        for (let instruction of this.instructions) {
          if (instruction instanceof entrypoint_1.Entrypoint) {
            froms.push(instruction);
          }
        }
        return froms;
      }
      /**
       * Gets all the ENV instructions that are defined in this image.
       */
      getENVs() {
        let args = [];
        for (let instruction of this.instructions) {
          if (instruction instanceof env_1.Env) {
            args.push(instruction);
          }
        }
        return args;
      }
      getFROM() {
        for (const instruction of this.instructions) {
          if (instruction instanceof from_1.From) {
            return instruction;
          }
        }
        return null;
      }
      /**
       * Gets all the FROM instructions that are defined in this image.
       */
      getFROMs() {
        let froms = [];
        for (let instruction of this.instructions) {
          if (instruction instanceof from_1.From) {
            froms.push(instruction);
          }
        }
        return froms;
      }
      /**
       * Gets all the HEALTHCHECK instructions that are defined in this image.
       */
      getHEALTHCHECKs() {
        let froms = [];
        for (let instruction of this.instructions) {
          if (instruction instanceof healthcheck_1.Healthcheck) {
            froms.push(instruction);
          }
        }
        return froms;
      }
      getWORKDIRs() {
        const workdirs = [];
        for (const instruction of this.instructions) {
          if (instruction instanceof workdir_1.Workdir) {
            workdirs.push(instruction);
          }
        }
        return workdirs;
      }
      getOnbuildTriggers() {
        let triggers = [];
        for (let instruction of this.instructions) {
          if (instruction instanceof onbuild_1.Onbuild) {
            let trigger = instruction.getTriggerInstruction();
            if (trigger) {
              triggers.push(trigger);
            }
          }
        }
        return triggers;
      }
      getAvailableVariables(currentLine) {
        const variables = [];
        for (const arg of this.getARGs()) {
          if (arg.isBefore(currentLine)) {
            const property = arg.getProperty();
            if (property) {
              const variable = property.getName();
              if (variables.indexOf(variable) === -1) {
                variables.push(variable);
              }
            }
          }
        }
        for (const env of this.getENVs()) {
          if (env.isBefore(currentLine)) {
            for (const property of env.getProperties()) {
              const variable = property.getName();
              if (variables.indexOf(variable) === -1) {
                variables.push(variable);
              }
            }
          }
        }
        return variables;
      }
      /**
       * Resolves a variable with the given name at the specified line
       * to its value. If null is returned, then the variable has been
       * defined but no value was given. If undefined is returned, then
       * a variable with the given name has not been defined yet as of
       * the given line.
       *
       * @param variable the name of the variable to resolve
       * @param line the line number that the variable is on, zero-based
       * @return the value of the variable as defined by an ARG or ENV
       *         instruction, or null if no value has been specified, or
       *         undefined if a variable with the given name has not
       *         been defined
       */
      resolveVariable(variable, line) {
        let envs = this.getENVs();
        for (let i = envs.length - 1; i >= 0; i--) {
          if (envs[i].isBefore(line)) {
            for (let property of envs[i].getProperties()) {
              if (property.getName() === variable) {
                return property.getValue();
              }
            }
          }
        }
        let args = this.getARGs();
        for (let i = args.length - 1; i >= 0; i--) {
          if (args[i].isBefore(line)) {
            let property = args[i].getProperty();
            if (property && property.getName() === variable) {
              return property.getValue();
            }
          }
        }
        return void 0;
      }
      getRange() {
        const instructions = this.getInstructions();
        if (instructions.length === 0) {
          return vscode_languageserver_types_1.Range.create(0, 0, 0, 0);
        }
        const instructionStart = instructions[0].getRange().start;
        const instructionEnd = instructions[instructions.length - 1].getRange().end;
        return vscode_languageserver_types_1.Range.create(instructionStart, instructionEnd);
      }
      contains(position) {
        const range = this.getRange();
        if (range === null) {
          return false;
        }
        return util_1.Util.isInsideRange(position, range);
      }
    };
    exports.ImageTemplate = ImageTemplate;
  }
});

// node_modules/dockerfile-ast/lib/dockerfile.js
var require_dockerfile = __commonJS({
  "node_modules/dockerfile-ast/lib/dockerfile.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Dockerfile = void 0;
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var ast = require_main();
    var imageTemplate_1 = require_imageTemplate();
    var from_1 = require_from();
    var util_1 = require_util();
    var main_1 = require_main();
    var Dockerfile = class extends imageTemplate_1.ImageTemplate {
      constructor(document) {
        super();
        this.initialInstructions = new imageTemplate_1.ImageTemplate();
        this.buildStages = [];
        this.directives = [];
        this.foundFrom = false;
        this.document = document;
      }
      getEscapeCharacter() {
        for (const directive of this.directives) {
          if (directive.getDirective() === ast.Directive.escape) {
            const value = directive.getValue();
            if (value === "\\" || value === "`") {
              return value;
            }
          }
        }
        return "\\";
      }
      getInitialARGs() {
        return this.initialInstructions.getARGs();
      }
      getContainingImage(position) {
        let range = vscode_languageserver_types_1.Range.create(vscode_languageserver_types_1.Position.create(0, 0), this.document.positionAt(this.document.getText().length));
        if (!util_1.Util.isInsideRange(position, range)) {
          return null;
        }
        if (this.initialInstructions.getComments().length > 0 || this.initialInstructions.getInstructions().length > 0) {
          if (util_1.Util.isInsideRange(position, this.initialInstructions.getRange())) {
            return this.initialInstructions;
          }
        }
        for (const buildStage of this.buildStages) {
          if (util_1.Util.isInsideRange(position, buildStage.getRange())) {
            return buildStage;
          }
        }
        return this;
      }
      addInstruction(instruction) {
        if (instruction.getKeyword() === main_1.Keyword.FROM) {
          this.currentBuildStage = new imageTemplate_1.ImageTemplate();
          this.buildStages.push(this.currentBuildStage);
          this.foundFrom = true;
        } else if (!this.foundFrom) {
          this.initialInstructions.addInstruction(instruction);
        }
        if (this.foundFrom) {
          this.currentBuildStage.addInstruction(instruction);
        }
        super.addInstruction(instruction);
      }
      setDirectives(directives) {
        this.directives = directives;
      }
      getDirective() {
        return this.directives.length === 0 ? null : this.directives[0];
      }
      getDirectives() {
        return this.directives;
      }
      resolveVariable(variable, line) {
        for (let from of this.getFROMs()) {
          let range = from.getRange();
          if (range.start.line <= line && line <= range.end.line) {
            let initialARGs = new imageTemplate_1.ImageTemplate();
            for (let instruction of this.initialInstructions.getARGs()) {
              initialARGs.addInstruction(instruction);
            }
            return initialARGs.resolveVariable(variable, line);
          }
        }
        let image = this.getContainingImage(vscode_languageserver_types_1.Position.create(line, 0));
        if (image === null) {
          return void 0;
        }
        let resolvedVariable = image.resolveVariable(variable, line);
        if (resolvedVariable === null) {
          let initialARGs = new imageTemplate_1.ImageTemplate();
          for (let instruction of this.initialInstructions.getARGs()) {
            initialARGs.addInstruction(instruction);
          }
          return initialARGs.resolveVariable(variable, line);
        }
        return resolvedVariable;
      }
      getAvailableVariables(currentLine) {
        if (this.getInstructionAt(currentLine) instanceof from_1.From) {
          let variables = [];
          for (let arg of this.getInitialARGs()) {
            let property = arg.getProperty();
            if (property) {
              variables.push(property.getName());
            }
          }
          return variables;
        }
        let image = this.getContainingImage(vscode_languageserver_types_1.Position.create(currentLine, 0));
        return image ? image.getAvailableVariables(currentLine) : [];
      }
      getParentStage(image) {
        const templateFrom = image.getFROM();
        const imageName = templateFrom === null ? null : templateFrom.getImageName();
        if (imageName === null) {
          return null;
        }
        for (const from of this.getFROMs()) {
          if (from.getBuildStage() === imageName) {
            const range = from.getRange();
            if (range.start.line === templateFrom.getRange().start.line) {
              return null;
            }
            return this.getContainingImage(range.start);
          }
        }
        return null;
      }
      getStageHierarchy(line) {
        const image = this.getContainingImage(vscode_languageserver_types_1.Position.create(line, 0));
        if (image === null) {
          return [];
        }
        const stages = [image];
        let stage = this.getParentStage(image);
        while (stage !== null) {
          stages.splice(0, 0, stage);
          stage = this.getParentStage(stage);
        }
        return stages;
      }
      getAvailableWorkingDirectories(line) {
        const availableDirectories = /* @__PURE__ */ new Set();
        for (const image of this.getStageHierarchy(line)) {
          for (const workdir of image.getWORKDIRs()) {
            if (workdir.getRange().end.line < line) {
              let directory = workdir.getAbsolutePath();
              if (directory !== void 0 && directory !== null) {
                if (!directory.endsWith("/")) {
                  directory += "/";
                }
                availableDirectories.add(directory);
              }
            }
          }
        }
        return Array.from(availableDirectories);
      }
      /**
       * Internally reorganize the comments in the Dockerfile and allocate
       * them to the relevant build stages that they belong to.
       */
      organizeComments() {
        const comments = this.getComments();
        for (let i = 0; i < comments.length; i++) {
          if (util_1.Util.isInsideRange(comments[i].getRange().end, this.initialInstructions.getRange())) {
            this.initialInstructions.addComment(comments[i]);
          } else {
            for (const buildStage of this.buildStages) {
              if (util_1.Util.isInsideRange(comments[i].getRange().start, buildStage.getRange())) {
                buildStage.addComment(comments[i]);
              }
            }
          }
        }
      }
      getRange() {
        const comments = this.getComments();
        const instructions = this.getInstructions();
        let range = null;
        if (comments.length === 0) {
          if (instructions.length > 0) {
            range = vscode_languageserver_types_1.Range.create(instructions[0].getRange().start, instructions[instructions.length - 1].getRange().end);
          }
        } else if (instructions.length === 0) {
          range = vscode_languageserver_types_1.Range.create(comments[0].getRange().start, comments[comments.length - 1].getRange().end);
        } else {
          const commentStart = comments[0].getRange().start;
          const commentEnd = comments[comments.length - 1].getRange().end;
          const instructionStart = instructions[0].getRange().start;
          const instructionEnd = instructions[instructions.length - 1].getRange().end;
          if (commentStart.line < instructionStart.line) {
            if (commentEnd.line < instructionEnd.line) {
              range = vscode_languageserver_types_1.Range.create(commentStart, instructionEnd);
            }
            range = vscode_languageserver_types_1.Range.create(commentStart, commentEnd);
          } else if (commentEnd.line < instructionEnd.line) {
            range = vscode_languageserver_types_1.Range.create(instructionStart, instructionEnd);
          } else {
            range = vscode_languageserver_types_1.Range.create(instructionStart, commentEnd);
          }
        }
        if (range === null) {
          if (this.directives.length === 0) {
            return null;
          }
          return this.directives[0].getRange();
        } else if (this.directives.length === 0) {
          return range;
        }
        return vscode_languageserver_types_1.Range.create(this.directives[0].getRange().start, range.end);
      }
    };
    exports.Dockerfile = Dockerfile;
  }
});

// node_modules/dockerfile-ast/lib/parser.js
var require_parser = __commonJS({
  "node_modules/dockerfile-ast/lib/parser.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.Parser = void 0;
    var vscode_languageserver_textdocument_1 = (init_main2(), __toCommonJS(main_exports2));
    var vscode_languageserver_types_1 = (init_main(), __toCommonJS(main_exports));
    var comment_1 = require_comment();
    var parserDirective_1 = require_parserDirective();
    var instruction_1 = require_instruction();
    var add_1 = require_add();
    var arg_1 = require_arg();
    var cmd_1 = require_cmd();
    var copy_1 = require_copy();
    var env_1 = require_env();
    var entrypoint_1 = require_entrypoint();
    var from_1 = require_from();
    var healthcheck_1 = require_healthcheck();
    var label_1 = require_label();
    var onbuild_1 = require_onbuild();
    var run_1 = require_run();
    var shell_1 = require_shell();
    var stopsignal_1 = require_stopsignal();
    var workdir_1 = require_workdir();
    var user_1 = require_user();
    var volume_1 = require_volume();
    var dockerfile_1 = require_dockerfile();
    var util_1 = require_util();
    var main_1 = require_main();
    var Parser = class _Parser {
      constructor() {
        this.escapeChar = null;
      }
      static createInstruction(document, dockerfile, escapeChar, lineRange, instruction, instructionRange) {
        switch (instruction.toUpperCase()) {
          case "ADD":
            return new add_1.Add(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "ARG":
            return new arg_1.Arg(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "CMD":
            return new cmd_1.Cmd(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "COPY":
            return new copy_1.Copy(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "ENTRYPOINT":
            return new entrypoint_1.Entrypoint(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "ENV":
            return new env_1.Env(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "FROM":
            return new from_1.From(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "HEALTHCHECK":
            return new healthcheck_1.Healthcheck(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "LABEL":
            return new label_1.Label(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "ONBUILD":
            return new onbuild_1.Onbuild(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "RUN":
            return new run_1.Run(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "SHELL":
            return new shell_1.Shell(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "STOPSIGNAL":
            return new stopsignal_1.Stopsignal(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "WORKDIR":
            return new workdir_1.Workdir(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "USER":
            return new user_1.User(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
          case "VOLUME":
            return new volume_1.Volume(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
        }
        return new instruction_1.Instruction(document, lineRange, dockerfile, escapeChar, instruction, instructionRange);
      }
      getParserDirectives(document, buffer) {
        const directives = [];
        this.escapeChar = "";
        const offset = util_1.Util.isUTF8BOM(buffer.substring(0, 1)) ? 1 : 0;
        directiveCheck: for (let i = offset; i < buffer.length; i++) {
          switch (buffer.charAt(i)) {
            case " ":
            case "	":
              break;
            case "\r":
            case "\n":
              break directiveCheck;
            case "#":
              let directiveStart = -1;
              let directiveEnd = -1;
              for (let j = i + 1; j < buffer.length; j++) {
                let char = buffer.charAt(j);
                switch (char) {
                  case " ":
                  case "	":
                    if (directiveStart !== -1 && directiveEnd === -1) {
                      directiveEnd = j;
                    }
                    break;
                  case "\r":
                  case "\n":
                    break directiveCheck;
                  case "=":
                    let valueStart = -1;
                    let valueEnd = -1;
                    if (directiveEnd === -1) {
                      directiveEnd = j;
                    }
                    let lineEnd = buffer.length;
                    directiveValue: for (let k = j + 1; k < buffer.length; k++) {
                      char = buffer.charAt(k);
                      switch (char) {
                        case "\r":
                        case "\n":
                          if (valueStart !== -1 && valueEnd === -1) {
                            valueEnd = k;
                          }
                          lineEnd = k;
                          break directiveValue;
                        case "	":
                        case " ":
                          if (valueStart !== -1 && valueEnd === -1) {
                            valueEnd = k;
                          }
                          continue;
                        default:
                          if (valueStart === -1) {
                            valueStart = k;
                          }
                          break;
                      }
                    }
                    if (directiveStart === -1) {
                      break directiveCheck;
                    }
                    if (valueStart === -1) {
                      valueStart = j + 1;
                      valueEnd = lineEnd;
                    } else if (valueEnd === -1) {
                      valueEnd = buffer.length;
                    }
                    const lineRange = vscode_languageserver_types_1.Range.create(document.positionAt(i), document.positionAt(lineEnd));
                    const nameRange = vscode_languageserver_types_1.Range.create(document.positionAt(directiveStart), document.positionAt(directiveEnd));
                    const valueRange = vscode_languageserver_types_1.Range.create(document.positionAt(valueStart), document.positionAt(valueEnd));
                    directives.push(new parserDirective_1.ParserDirective(document, lineRange, nameRange, valueRange));
                    directiveStart = -1;
                    if (buffer.charAt(valueEnd) === "\r") {
                      i = valueEnd + 1;
                    } else {
                      i = valueEnd;
                    }
                    continue directiveCheck;
                  default:
                    if (directiveStart === -1) {
                      directiveStart = j;
                    }
                    break;
                }
              }
              break;
            default:
              break directiveCheck;
          }
        }
        return directives;
      }
      parse(buffer) {
        this.document = vscode_languageserver_textdocument_1.TextDocument.create("", "", 0, buffer);
        this.buffer = buffer;
        let dockerfile = new dockerfile_1.Dockerfile(this.document);
        let directives = this.getParserDirectives(this.document, this.buffer);
        let offset = 0;
        this.escapeChar = "\\";
        if (directives.length > 0) {
          dockerfile.setDirectives(directives);
          this.escapeChar = dockerfile.getEscapeCharacter();
          offset = this.document.offsetAt(vscode_languageserver_types_1.Position.create(directives.length, 0));
        } else if (util_1.Util.isUTF8BOM(buffer.substring(0, 1))) {
          offset = 1;
        }
        for (let i = offset; i < this.buffer.length; i++) {
          const char = this.buffer.charAt(i);
          switch (char) {
            case " ":
            case "	":
            case "\r":
            case "\n":
              break;
            case "#":
              i = this.processComment(dockerfile, i);
              break;
            default:
              i = this.processInstruction(dockerfile, char, i);
              break;
          }
        }
        dockerfile.organizeComments();
        return dockerfile;
      }
      processInstruction(dockerfile, char, start) {
        let instruction = char;
        let instructionEnd = -1;
        let escapedInstruction = false;
        instructionCheck: for (let i = start + 1; i < this.buffer.length; i++) {
          char = this.buffer.charAt(i);
          switch (char) {
            case this.escapeChar:
              escapedInstruction = true;
              char = this.buffer.charAt(i + 1);
              if (char === "\r" || char === "\n") {
                if (instructionEnd === -1) {
                  instructionEnd = i;
                }
                i++;
              } else if (char === " " || char === "	") {
                for (let j = i + 2; j < this.buffer.length; j++) {
                  switch (this.buffer.charAt(j)) {
                    case " ":
                    case "	":
                      break;
                    case "\r":
                    case "\n":
                      i = j;
                      continue instructionCheck;
                    default:
                      instructionEnd = i + 1;
                      instruction = instruction + this.escapeChar;
                      i = j - 2;
                      continue instructionCheck;
                  }
                }
                instructionEnd = i + 1;
                instruction = instruction + this.escapeChar;
                break instructionCheck;
              } else {
                instructionEnd = i + 1;
                instruction = instruction + this.escapeChar;
                escapedInstruction = false;
              }
              break;
            case " ":
            case "	":
              if (escapedInstruction) {
                escapeCheck: for (let j = i + 1; j < this.buffer.length; j++) {
                  switch (this.buffer.charAt(j)) {
                    case " ":
                    case "	":
                      break;
                    case "\r":
                    case "\n":
                      i = j;
                      continue instructionCheck;
                    default:
                      break escapeCheck;
                  }
                }
                escapedInstruction = false;
              }
              if (instructionEnd === -1) {
                instructionEnd = i;
              }
              i = this.processArguments(dockerfile, instruction, instructionEnd, start, i);
              dockerfile.addInstruction(this.createInstruction(dockerfile, instruction, start, instructionEnd, i));
              return i;
            case "\r":
            case "\n":
              if (escapedInstruction) {
                continue;
              }
              if (instructionEnd === -1) {
                instructionEnd = i;
              }
              dockerfile.addInstruction(this.createInstruction(dockerfile, instruction, start, i, i));
              return i;
            case "#":
              if (escapedInstruction) {
                continue;
              }
            default:
              instructionEnd = i + 1;
              instruction = instruction + char;
              escapedInstruction = false;
              break;
          }
        }
        if (instructionEnd === -1) {
          instructionEnd = this.buffer.length;
        }
        dockerfile.addInstruction(this.createInstruction(dockerfile, instruction, start, instructionEnd, this.buffer.length));
        return this.buffer.length;
      }
      processHeredocs(instruction, offset) {
        let keyword = instruction.getKeyword();
        if (keyword === main_1.Keyword.ONBUILD) {
          instruction = instruction.getTriggerInstruction();
          if (instruction === null) {
            return offset;
          }
          keyword = instruction.getKeyword();
        }
        if (keyword !== main_1.Keyword.ADD && keyword !== main_1.Keyword.COPY && keyword !== main_1.Keyword.RUN) {
          return offset;
        }
        const heredocs = [];
        let tabbed = false;
        for (const arg of instruction.getArguments()) {
          const value = arg.getValue();
          if (value.startsWith("<<") && value.length > 2) {
            if (value.startsWith("<<-")) {
              tabbed = true;
            }
            const name = util_1.Util.parseHeredocName(value);
            if (name !== null) {
              heredocs.push(name);
            }
          }
        }
        if (heredocs.length > 0) {
          for (const heredoc2 of heredocs) {
            offset = this.parseHeredoc(heredoc2, offset, tabbed);
          }
        }
        return offset;
      }
      processArguments(dockerfile, instruction, instructionEnd, start, offset) {
        let escaped = false;
        argumentsCheck: for (let i = offset + 1; i < this.buffer.length; i++) {
          switch (this.buffer.charAt(i)) {
            case "\r":
            case "\n":
              if (escaped) {
                continue;
              }
              return this.processHeredocs(this.createInstruction(dockerfile, instruction, start, instructionEnd, i), i);
            case this.escapeChar:
              const next = this.buffer.charAt(i + 1);
              if (next === "\n" || next === "\r") {
                escaped = true;
                i++;
              } else if (next === " " || next === "	") {
                for (let j = i + 2; j < this.buffer.length; j++) {
                  switch (this.buffer.charAt(j)) {
                    case " ":
                    case "	":
                      break;
                    case "\r":
                    case "\n":
                      escaped = true;
                    default:
                      i = j;
                      continue argumentsCheck;
                  }
                }
                return this.buffer.length;
              }
              continue;
            case "#":
              if (escaped) {
                i = this.processComment(dockerfile, i);
                continue argumentsCheck;
              }
              break;
            case " ":
            case "	":
              break;
            default:
              if (escaped) {
                escaped = false;
              }
              break;
          }
        }
        return this.buffer.length;
      }
      processComment(dockerfile, start) {
        let end = this.buffer.length;
        commentLoop: for (let i = start + 1; i < this.buffer.length; i++) {
          switch (this.buffer.charAt(i)) {
            case "\r":
            case "\n":
              end = i;
              break commentLoop;
          }
        }
        const range = vscode_languageserver_types_1.Range.create(this.document.positionAt(start), this.document.positionAt(end));
        dockerfile.addComment(new comment_1.Comment(this.document, range));
        return end;
      }
      parseHeredoc(heredocName, offset, tabbed) {
        let startWord = -1;
        let lineStart = true;
        for (let i = offset; i < this.buffer.length; i++) {
          switch (this.buffer.charAt(i)) {
            case " ":
              lineStart = false;
              break;
            case "	":
              if (!tabbed) {
                lineStart = false;
              }
              break;
            case "\r":
            case "\n":
              if (startWord !== -1 && heredocName === this.buffer.substring(startWord, i)) {
                return i;
              }
              startWord = -1;
              lineStart = true;
              break;
            default:
              if (lineStart) {
                startWord = i;
                lineStart = false;
              }
              break;
          }
        }
        return this.buffer.length;
      }
      createInstruction(dockerfile, instruction, start, instructionEnd, end) {
        const startPosition = this.document.positionAt(start);
        const instructionRange = vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(instructionEnd));
        const lineRange = vscode_languageserver_types_1.Range.create(startPosition, this.document.positionAt(end));
        return _Parser.createInstruction(this.document, dockerfile, this.escapeChar, lineRange, instruction, instructionRange);
      }
    };
    exports.Parser = Parser;
  }
});

// node_modules/dockerfile-ast/lib/main.js
var require_main = __commonJS({
  "node_modules/dockerfile-ast/lib/main.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.DockerfileParser = exports.DefaultVariables = exports.Directive = exports.Keyword = exports.Workdir = exports.Volume = exports.User = exports.Stopsignal = exports.Shell = exports.Run = exports.PropertyInstruction = exports.Onbuild = exports.ModifiableInstruction = exports.Label = exports.JSONInstruction = exports.Heredoc = exports.Healthcheck = exports.From = exports.Env = exports.Entrypoint = exports.Copy = exports.Cmd = exports.Arg = exports.Add = exports.Variable = exports.Property = exports.ParserDirective = exports.Line = exports.Instruction = exports.Flag = exports.Comment = exports.JSONArgument = exports.Argument = void 0;
    var argument_1 = require_argument();
    Object.defineProperty(exports, "Argument", { enumerable: true, get: function() {
      return argument_1.Argument;
    } });
    var jsonArgument_1 = require_jsonArgument();
    Object.defineProperty(exports, "JSONArgument", { enumerable: true, get: function() {
      return jsonArgument_1.JSONArgument;
    } });
    var comment_1 = require_comment();
    Object.defineProperty(exports, "Comment", { enumerable: true, get: function() {
      return comment_1.Comment;
    } });
    var parser_1 = require_parser();
    var flag_1 = require_flag();
    Object.defineProperty(exports, "Flag", { enumerable: true, get: function() {
      return flag_1.Flag;
    } });
    var instruction_1 = require_instruction();
    Object.defineProperty(exports, "Instruction", { enumerable: true, get: function() {
      return instruction_1.Instruction;
    } });
    var line_1 = require_line();
    Object.defineProperty(exports, "Line", { enumerable: true, get: function() {
      return line_1.Line;
    } });
    var parserDirective_1 = require_parserDirective();
    Object.defineProperty(exports, "ParserDirective", { enumerable: true, get: function() {
      return parserDirective_1.ParserDirective;
    } });
    var property_1 = require_property();
    Object.defineProperty(exports, "Property", { enumerable: true, get: function() {
      return property_1.Property;
    } });
    var variable_1 = require_variable();
    Object.defineProperty(exports, "Variable", { enumerable: true, get: function() {
      return variable_1.Variable;
    } });
    var add_1 = require_add();
    Object.defineProperty(exports, "Add", { enumerable: true, get: function() {
      return add_1.Add;
    } });
    var arg_1 = require_arg();
    Object.defineProperty(exports, "Arg", { enumerable: true, get: function() {
      return arg_1.Arg;
    } });
    var cmd_1 = require_cmd();
    Object.defineProperty(exports, "Cmd", { enumerable: true, get: function() {
      return cmd_1.Cmd;
    } });
    var copy_1 = require_copy();
    Object.defineProperty(exports, "Copy", { enumerable: true, get: function() {
      return copy_1.Copy;
    } });
    var entrypoint_1 = require_entrypoint();
    Object.defineProperty(exports, "Entrypoint", { enumerable: true, get: function() {
      return entrypoint_1.Entrypoint;
    } });
    var env_1 = require_env();
    Object.defineProperty(exports, "Env", { enumerable: true, get: function() {
      return env_1.Env;
    } });
    var from_1 = require_from();
    Object.defineProperty(exports, "From", { enumerable: true, get: function() {
      return from_1.From;
    } });
    var healthcheck_1 = require_healthcheck();
    Object.defineProperty(exports, "Healthcheck", { enumerable: true, get: function() {
      return healthcheck_1.Healthcheck;
    } });
    var heredoc_1 = require_heredoc();
    Object.defineProperty(exports, "Heredoc", { enumerable: true, get: function() {
      return heredoc_1.Heredoc;
    } });
    var jsonInstruction_1 = require_jsonInstruction();
    Object.defineProperty(exports, "JSONInstruction", { enumerable: true, get: function() {
      return jsonInstruction_1.JSONInstruction;
    } });
    var label_1 = require_label();
    Object.defineProperty(exports, "Label", { enumerable: true, get: function() {
      return label_1.Label;
    } });
    var modifiableInstruction_1 = require_modifiableInstruction();
    Object.defineProperty(exports, "ModifiableInstruction", { enumerable: true, get: function() {
      return modifiableInstruction_1.ModifiableInstruction;
    } });
    var onbuild_1 = require_onbuild();
    Object.defineProperty(exports, "Onbuild", { enumerable: true, get: function() {
      return onbuild_1.Onbuild;
    } });
    var propertyInstruction_1 = require_propertyInstruction();
    Object.defineProperty(exports, "PropertyInstruction", { enumerable: true, get: function() {
      return propertyInstruction_1.PropertyInstruction;
    } });
    var run_1 = require_run();
    Object.defineProperty(exports, "Run", { enumerable: true, get: function() {
      return run_1.Run;
    } });
    var shell_1 = require_shell();
    Object.defineProperty(exports, "Shell", { enumerable: true, get: function() {
      return shell_1.Shell;
    } });
    var stopsignal_1 = require_stopsignal();
    Object.defineProperty(exports, "Stopsignal", { enumerable: true, get: function() {
      return stopsignal_1.Stopsignal;
    } });
    var user_1 = require_user();
    Object.defineProperty(exports, "User", { enumerable: true, get: function() {
      return user_1.User;
    } });
    var volume_1 = require_volume();
    Object.defineProperty(exports, "Volume", { enumerable: true, get: function() {
      return volume_1.Volume;
    } });
    var workdir_1 = require_workdir();
    Object.defineProperty(exports, "Workdir", { enumerable: true, get: function() {
      return workdir_1.Workdir;
    } });
    var Keyword;
    (function(Keyword2) {
      Keyword2["ADD"] = "ADD";
      Keyword2["ARG"] = "ARG";
      Keyword2["CMD"] = "CMD";
      Keyword2["COPY"] = "COPY";
      Keyword2["ENTRYPOINT"] = "ENTRYPOINT";
      Keyword2["ENV"] = "ENV";
      Keyword2["EXPOSE"] = "EXPOSE";
      Keyword2["FROM"] = "FROM";
      Keyword2["HEALTHCHECK"] = "HEALTHCHECK";
      Keyword2["LABEL"] = "LABEL";
      Keyword2["MAINTAINER"] = "MAINTAINER";
      Keyword2["ONBUILD"] = "ONBUILD";
      Keyword2["RUN"] = "RUN";
      Keyword2["SHELL"] = "SHELL";
      Keyword2["STOPSIGNAL"] = "STOPSIGNAL";
      Keyword2["USER"] = "USER";
      Keyword2["VOLUME"] = "VOLUME";
      Keyword2["WORKDIR"] = "WORKDIR";
    })(Keyword || (exports.Keyword = Keyword = {}));
    var Directive;
    (function(Directive2) {
      Directive2["escape"] = "escape";
      Directive2["syntax"] = "syntax";
    })(Directive || (exports.Directive = Directive = {}));
    exports.DefaultVariables = [
      "ALL_PROXY",
      "all_proxy",
      "FTP_PROXY",
      "ftp_proxy",
      "HTTP_PROXY",
      "http_proxy",
      "HTTPS_PROXY",
      "https_proxy",
      "NO_PROXY",
      "no_proxy"
    ];
    var DockerfileParser2;
    (function(DockerfileParser3) {
      function parse4(content) {
        let parser = new parser_1.Parser();
        return parser.parse(content);
      }
      DockerfileParser3.parse = parse4;
    })(DockerfileParser2 || (exports.DockerfileParser = DockerfileParser2 = {}));
  }
});

// node_modules/shell-quote/quote.js
var require_quote = __commonJS({
  "node_modules/shell-quote/quote.js"(exports, module) {
    "use strict";
    var OPS = (
      /** @type {const} */
      [
        "||",
        "&&",
        ";;&",
        ";;",
        ";&",
        "|&",
        "<(",
        ">(",
        "<<<",
        "<<-",
        "<<",
        ">>",
        ">&",
        ">|",
        "&>>",
        "&>",
        "<&",
        "<>",
        "&",
        ";",
        "(",
        ")",
        "|",
        "<",
        ">"
      ]
    );
    var LINE_TERMINATORS = /[\n\r\u2028\u2029]/;
    var GLOB_SHELL_SPECIAL = /[\s#!"$&'():;<=>@\\^`|~]/g;
    module.exports = function quote2(xs) {
      var sawComment = false;
      return xs.map(function(s) {
        if (sawComment && typeof s === "string" && LINE_TERMINATORS.test(s)) {
          throw new TypeError("a token after a `comment` must not contain line terminators");
        }
        if (s === "") {
          return (
            /** @type {const} */
            "''"
          );
        }
        if (s && typeof s === "object") {
          if ("op" in s && s.op === "glob") {
            if (typeof s.pattern !== "string") {
              throw new TypeError("glob token requires a string `pattern`");
            }
            if (LINE_TERMINATORS.test(s.pattern)) {
              throw new TypeError("glob `pattern` must not contain line terminators");
            }
            if (s.pattern === "") {
              return (
                /** @type {const} */
                "''"
              );
            }
            return s.pattern.replace(GLOB_SHELL_SPECIAL, "\\$&");
          }
          if ("op" in s && typeof s.op === "string") {
            if (OPS.indexOf(s.op) < 0) {
              throw new TypeError("invalid `op` value: " + JSON.stringify(s.op));
            }
            return s.op.replace(/[\s\S]/g, "\\$&");
          }
          if ("comment" in s && typeof s.comment === "string") {
            if (LINE_TERMINATORS.test(s.comment)) {
              throw new TypeError("`comment` must not contain line terminators");
            }
            sawComment = true;
            return "#" + s.comment;
          }
          throw new TypeError("unrecognized object token shape");
        }
        if (/'/.test(s) && /!/.test(s)) {
          return "'" + s.replace(/'/g, `'"'"'`) + "'";
        }
        if (/["\s\\]/.test(s) && !/'/.test(s)) {
          return "'" + s + "'";
        }
        if (/["'\s]/.test(s)) {
          return '"' + s.replace(/(["\\$`])/g, "\\$1") + '"';
        }
        return String(s).replace(/([A-Za-z]:)?([#!"$&'()*,:;<=>?@[\\\]^`{|}~])/g, "$1\\$2");
      }).join(" ");
    };
  }
});

// node_modules/shell-quote/parse.js
var require_parse = __commonJS({
  "node_modules/shell-quote/parse.js"(exports, module) {
    "use strict";
    var CONTROL = (
      /** @type {const} */
      "(?:" + /** @type {const} */
      [
        "\\|\\|",
        "\\&(?:\\&|>>?)",
        // `&&`, `&>`, and `&>>`
        ";;\\&?",
        // `;;` and `;;&`
        "[;|]\\&",
        // `;&` and `|&`
        "\\<\\(",
        "\\<\\<\\<",
        "\\<\\<-",
        "\\<\\<(?!\\()",
        // `<<(` stays `<` and `<(`, as zsh reads it; other shells reject it
        ">>",
        ">[&|(]",
        // `>&`, `>|`, and `>(`
        "<[&>]",
        // `<&` and `<>`
        "[&;()|<>]"
      ].join(
        /** @type {const} */
        "|"
      ) + /** @type {const} */
      ")"
    );
    var controlRE = new RegExp("^" + CONTROL + "$");
    var META = (
      /** @type {const} */
      "|&;()<> \\t"
    );
    var SINGLE_QUOTE = (
      /** @type {const} */
      "'([^']*?)'"
    );
    var ANSI_C_BODY = "(?:\\\\[\\s\\S]|[^\\\\'])*?";
    var ANSI_C_QUOTE = "\\$'" + ANSI_C_BODY + "'";
    var ansiCAt = new RegExp("\\$'" + ANSI_C_BODY + "(?:(')|\\\\?$)", "g");
    var ANSI_C_LETTERS = "abeEfnrtv";
    var ANSI_C_CHARS = "\x07\b\x1B\x1B\f\n\r	\v";
    var hash = /^#$/;
    var SQ = (
      /** @type {const} */
      "'"
    );
    var DQ = (
      /** @type {const} */
      '"'
    );
    var DS = (
      /** @type {const} */
      "$"
    );
    var TOKEN = "";
    var mult = (
      /** @type {const} */
      4294967296
    );
    for (i = 0; i < 4; i++) {
      TOKEN += (mult * Math.random()).toString(16);
    }
    var i;
    var startsWithToken = new RegExp("^" + TOKEN);
    function matchAll(s, r) {
      var origIndex = r.lastIndex;
      var matches = [];
      var matchObj;
      while (matchObj = r.exec(s)) {
        matches[matches.length] = matchObj;
        if (r.lastIndex === matchObj.index) {
          r.lastIndex += 1;
        }
      }
      r.lastIndex = origIndex;
      return matches;
    }
    function getVar(env, pre, key) {
      var r = typeof env === "function" ? env(key) : env[key];
      if (typeof r === "undefined" && key != "") {
        r = "";
      } else if (typeof r === "undefined") {
        r = "$";
      }
      if (typeof r === "object") {
        return pre + TOKEN + JSON.stringify(r) + TOKEN;
      }
      return pre + r;
    }
    var ansiCEscape = /\\([0-7]{1,3}|x[\dA-Fa-f]{1,2}|u[\dA-Fa-f]{1,4}|U[\dA-Fa-f]{1,8}|c(?:\\\\|[\s\S])|[abeEfnrtv\\'"?])/g;
    function expandAnsiCEscape(m, escape) {
      var kind = escape.charAt(0);
      if (kind === "c") {
        var ctrl = escape.charAt(1);
        return ctrl === "?" ? "\x7F" : String.fromCharCode(ctrl.charCodeAt(0) & 31);
      }
      if (kind === "x" || kind === "u" || kind === "U") {
        var cp = parseInt(escape.slice(1), 16);
        if (cp > 1114111) {
          return m;
        }
        return String.fromCharCode.apply(null, cp > 65535 ? [55232 + (cp >> 10), 56320 + (cp & 1023)] : [cp]);
      }
      if (kind >= "0" && kind <= "7") {
        return String.fromCharCode(parseInt(escape, 8) & 255);
      }
      var letter = ANSI_C_LETTERS.indexOf(escape);
      return letter < 0 ? escape : ANSI_C_CHARS.charAt(letter);
    }
    function expandAnsiC(body) {
      return body.replace(ansiCEscape, expandAnsiCEscape).split("\0")[0];
    }
    function closesAnsiC(s, i2) {
      ansiCAt.lastIndex = i2;
      return !!/** @type {RegExpExecArray} */
      ansiCAt.exec(s)[1];
    }
    function parseInternal(string, env, opts) {
      if (!opts) {
        opts = {};
      }
      var BS = opts.escape || "\\";
      var ifs = opts.splitUnquoted === true ? " 	\n" : typeof opts.splitUnquoted === "string" ? opts.splitUnquoted : "";
      var BAREWORD = "(\\" + BS + `['"$\\` + BS + META + "]|\\$\\$|\\$(?!" + ANSI_C_QUOTE.slice(2) + `)|[^\\s'"$` + META + "])+";
      var DOUBLE_QUOTE = '"(?:\\' + BS + '[\\s\\S]|[^"\\' + BS + '])*"';
      var chunker = new RegExp([
        "(" + CONTROL + ")",
        // control chars
        "(" + ANSI_C_QUOTE + "|" + BAREWORD + "|" + DOUBLE_QUOTE + "|" + SINGLE_QUOTE + ")+"
      ].join("|"), "g");
      var matches = matchAll(string, chunker);
      if (matches.length === 0) {
        return [];
      }
      if (!env) {
        env = {};
      }
      var commented = false;
      return matches.map(function(match) {
        var s = match[0];
        if (!s || commented) {
          return void 0;
        }
        if (controlRE.test(s)) {
          return (
            /** @type {ControlOperator} */
            { op: s }
          );
        }
        var quote2 = false;
        var esc = false;
        var out = "";
        var words = [];
        var sawQuote = false;
        var pendingNw = null;
        var isGlob = false;
        var i2;
        function parseEnvVar() {
          i2 += 1;
          var varend;
          var varname;
          var char = s.charAt(i2);
          if (char === "{") {
            i2 += 1;
            if (s.charAt(i2) === "}") {
              throw new Error("Bad substitution: " + s.slice(i2 - 2, i2 + 1));
            }
            var depth = 1;
            varend = i2;
            while (depth > 0 && varend < s.length) {
              if (s.charAt(varend) === "{" && s.charAt(varend - 1) === "$") {
                depth += 1;
              } else if (s.charAt(varend) === "}") {
                depth -= 1;
              }
              varend += 1;
            }
            if (depth !== 0) {
              throw new Error("Bad substitution: " + s.slice(i2));
            }
            varend -= 1;
            varname = s.slice(i2, varend);
            i2 = varend;
          } else if (/[*@#?$!-]/.test(char)) {
            varname = char;
          } else {
            var slicedFromI = s.slice(i2);
            varend = slicedFromI.match(/[^\w\d_]/);
            if (!varend) {
              varname = slicedFromI;
              i2 = s.length;
            } else {
              varname = slicedFromI.slice(0, varend.index);
              i2 += /** @type {number} */
              varend.index - 1;
            }
          }
          return getVar(
            /** @type {NonNullable<typeof env>} */
            env,
            "",
            varname
          );
        }
        function flushRun() {
          if (pendingNw === null) {
            return;
          }
          if (pendingNw === 0) {
            if (out !== "") {
              words[words.length] = out;
              out = "";
            }
          } else {
            words[words.length] = out;
            out = "";
            for (var fe = 1; fe < pendingNw; fe += 1) {
              words[words.length] = "";
            }
          }
          pendingNw = null;
        }
        for (i2 = 0; i2 < s.length; i2++) {
          var c = s.charAt(i2);
          if (ifs && c !== DS) {
            flushRun();
          }
          isGlob = isGlob || !quote2 && (c === "*" || c === "?");
          if (esc) {
            out += c;
            esc = false;
          } else if (quote2) {
            if (c === quote2) {
              quote2 = false;
            } else if (quote2 == SQ) {
              out += c;
            } else {
              if (c === BS) {
                i2 += 1;
                c = s.charAt(i2);
                if (c === DQ || c === BS || c === DS) {
                  out += c;
                } else {
                  out += BS + c;
                }
              } else if (c === DS) {
                out += parseEnvVar();
              } else {
                out += c;
              }
            }
          } else if (c === DQ || c === SQ) {
            quote2 = c;
            sawQuote = true;
          } else if (controlRE.test(c)) {
            return (
              /** @type {ControlOperator} */
              { op: s }
            );
          } else if (hash.test(c)) {
            commented = true;
            var commentObj = { comment: string.slice(match.index + i2 + 1) };
            if (out.length) {
              return (
                /** @type {const} */
                [out, commentObj]
              );
            }
            return (
              /** @type {const} */
              [commentObj]
            );
          } else if (c === BS) {
            esc = true;
          } else if (c === DS && s.charAt(i2 + 1) === SQ && closesAnsiC(s, i2)) {
            flushRun();
            sawQuote = true;
            out += expandAnsiC(s.slice(i2 + 2, ansiCAt.lastIndex - 1));
            i2 = ansiCAt.lastIndex - 1;
          } else if (c === DS) {
            var value = parseEnvVar();
            if (!ifs) {
              out += value;
            } else {
              for (var vi = 0; vi < value.length; vi += 1) {
                var vc = value.charAt(vi);
                if (ifs.indexOf(vc) < 0) {
                  flushRun();
                  out += vc;
                } else if (pendingNw === null) {
                  pendingNw = vc === " " || vc === "	" || vc === "\n" ? 0 : 1;
                } else if (vc !== " " && vc !== "	" && vc !== "\n") {
                  pendingNw += 1;
                }
              }
            }
          } else {
            out += c;
          }
        }
        if (isGlob) {
          return (
            /** @type {GlobPattern} */
            { op: "glob", pattern: out }
          );
        }
        if (ifs) {
          if (pendingNw !== null && pendingNw > 0) {
            words[words.length] = out;
            out = "";
            for (var te = 1; te < pendingNw; te += 1) {
              words[words.length] = "";
            }
          }
          if (out !== "" || sawQuote && words.length === 0) {
            words[words.length] = out;
          }
          return words;
        }
        return out;
      }).reduce(
        function(prev, arg) {
          if (typeof arg === "undefined") {
            return prev;
          }
          [].concat(arg).forEach(function(entry) {
            prev[prev.length] = entry;
          });
          return prev;
        },
        /** @type {ParseEntry[]} */
        []
      );
    }
    module.exports = function parse4(s, env, opts) {
      var mapped = parseInternal(s, env, opts);
      if (typeof env !== "function") {
        return mapped;
      }
      return mapped.reduce(
        function(acc, s2) {
          if (typeof s2 === "object") {
            acc[acc.length] = s2;
            return acc;
          }
          var xs = s2.split(RegExp("(" + TOKEN + ".*?" + TOKEN + ")", "g"));
          if (xs.length === 1) {
            acc[acc.length] = xs[0];
            return acc;
          }
          xs.filter(Boolean).forEach(function(x) {
            acc[acc.length] = startsWithToken.test(x) ? JSON.parse(x.split(TOKEN)[1]) : x;
          });
          return acc;
        },
        /** @type {ParseEntry[]} */
        []
      );
    };
  }
});

// node_modules/shell-quote/index.js
var require_shell_quote = __commonJS({
  "node_modules/shell-quote/index.js"(exports) {
    "use strict";
    exports.quote = require_quote();
    exports.parse = require_parse();
  }
});

// src/init/init-manifest.ts
import { basename as basename3, dirname as dirname3, relative as relative6, resolve as resolve2 } from "node:path";

// src/init/detect-source.ts
import { basename, join } from "node:path";

// src/init/without-secrets.ts
var LONGEST = 2e3;
var WORD_START = "(?<![\\w-])";
var NAMES = "[\\w-]*(?:token|secret|passw(?:or)?d|credentials?|api[_-]?key|_key)";
var VALUE = `(?:"[^"\u2026]*"|'[^'\u2026]*'|[^\\s"'\`\u2026]+)`;
var RULES = [
  // https://user:password@host and git+https://token@host
  [/:\/\/[^/\s'"`]*@/g, "://\u2026@"],
  // A password with a slash, which is not valid in an address but is seen.
  [/:\/\/[^/\s'"`:]*:(?!\d+\/)[^\s'"`]*@/g, "://\u2026@"],
  // The part behind `?` may be a signature.
  [/(:\/\/[^\s'"?#]*)\?[^\s'"#]*/g, "$1"],
  // HF_TOKEN=…, "password": "…"
  [new RegExp(`${WORD_START}(${NAMES}["']?\\s*[=:]\\s*)${VALUE}`, "gi"), "$1\u2026"],
  // --api-key …
  [new RegExp(`${WORD_START}(--?${NAMES}\\s+)${VALUE}`, "gi"), "$1\u2026"],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, "$1 \u2026"],
  [/\b(?:hf_|gh[pousr]_|github_pat_|glpat-|rpa_|sk-|AKIA|xox[abp]-)[\w-]{8,}/g, "\u2026"],
  [/(\s-u\s+|--user[= ])[^\s`…]+:[^\s`…]+/g, "$1\u2026"]
];
function withoutSecrets(text2) {
  return RULES.reduce(
    (rest, [pattern, instead]) => rest.replaceAll(pattern, instead),
    text2.slice(0, LONGEST)
  );
}
function holdsSecret(text2) {
  return text2.length > LONGEST || withoutSecrets(text2) !== text2;
}
function shown(text2) {
  return quote(withoutSecrets(text2).replaceAll(/\s+/g, " ").trim());
}

// src/init/detect-source.ts
var NAMES2 = [
  ["cog.yaml", "cog"],
  ["Dockerfile", "dockerfile"],
  ["pyproject.toml", "pyproject"],
  ["requirements.txt", "requirements"],
  ["builder/requirements.txt", "requirements"]
];
async function detectSources(folder, files) {
  const found = [];
  for (const [name, kind] of NAMES2) {
    const path = join(folder, name);
    if (!await files.exists(path)) continue;
    if (kind === "pyproject" && !await namesProject(path, files)) continue;
    found.push({ path, kind });
  }
  return found;
}
async function namesProject(path, files) {
  try {
    return /^\s*\[(?:project|tool\.poetry)\b/m.test(await files.readText(path));
  } catch {
    return false;
  }
}
function sourceOf(path) {
  const name = basename(path);
  if (/(?:^|\.)(?:dockerfile|containerfile)|^(?:dockerfile|containerfile)/i.test(name))
    return { path, kind: "dockerfile" };
  if (/\.toml$/i.test(name)) return { path, kind: "pyproject" };
  if (/\.ya?ml$/i.test(name)) return { path, kind: "cog" };
  if (/\.(?:txt|in|pip)$/i.test(name)) return { path, kind: "requirements" };
  throw new UsageError(`The name ${shown(name)} doesn't say what is in it.`, {
    remedy: "Name a requirements.txt, pyproject.toml, cog.yaml or Dockerfile."
  });
}

// src/init/dockerfile/read-dockerfile.ts
import { join as join2, posix as posix3, relative as relative3 } from "node:path";

// src/init/find-files.ts
import { relative } from "node:path";

// src/init/python-projects/direct-request.ts
import { fileURLToPath } from "node:url";
function splitFile(text2) {
  const trimmed = text2.trim();
  return splitDirect(trimmed) ?? (BARE_FILE.test(trimmed) ? splitDirect(`./${trimmed}`) : void 0);
}
function leadingName(text2) {
  return normaliseName(/^\s*([\w.-]*)/.exec(text2)?.[1] ?? "");
}
function isFileName(target) {
  return /\.(?:whl|tar\.gz|zip)$/.test(target.split("#")[0] ?? "");
}
var BARE_FILE = /^[^\s;'"<>=!~@:]+\.(?:whl|tar\.gz|zip)(?:\s+;.*)?$/;
function namedPath(text2) {
  const target = splitFile(text2)?.target;
  if (target === void 0 || holdsVariable(target)) return void 0;
  if (/^file:\/\//i.test(target)) return pathOfUrl(target);
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? void 0 : target.replace(/^\.\/(?=\/)/, "");
}
function pathOfUrl(url) {
  try {
    return fileURLToPath(url);
  } catch {
    return void 0;
  }
}
function holdsVariable(target) {
  return /[${}]/.test(target);
}
function directRequest({ text: text2, file }) {
  const direct = splitFile(text2);
  if (direct === void 0 || /^[a-z][a-z0-9.-]*\+/i.test(direct.target) || holdsVariable(direct.target)) {
    return void 0;
  }
  const isPath = namedPath(text2) !== void 0;
  if (isPath && file === void 0) return void 0;
  const address = isPath ? beneath(file ?? "") : withoutEgg(direct.target);
  if (address === void 0)
    return { fault: "a file outside the manifest's folder: put it there, such as into `wheels/`" };
  const front = direct.front !== "" || isPath ? direct.front : nameOf(direct.target);
  const written = [front === "" ? address : `${front} @ ${address}`, direct.marker].filter(Boolean).join(" ; ");
  const fault = addressFault(address);
  const read = fault === void 0 ? readRequirement(written) : { fault };
  if ("fault" in read) return { fault: `which ${withoutQuoted(read.fault)}` };
  return { text: written, requirement: read.requirement };
}
function beneath(path) {
  return path === "" || /^(?:\.\.)?(?:\/|$)|^\.\.\//.test(path) ? void 0 : `./${path}`;
}
function nameOf(target) {
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?)/.exec(target)?.[1];
  const name = egg ?? fileDistribution(addressedFile(target)) ?? "";
  return isDistributionName(name.replace(/\[.*/, "")) ? name : "";
}
function withoutEgg(target) {
  const [address = target, fragment = ""] = target.split("#", 2);
  const kept = fragment.split("&").filter((part2) => !part2.startsWith("egg="));
  return kept.join("&") === "" ? address : `${address}#${kept.join("&")}`;
}
function addressFault(address) {
  const file = addressedFile(address);
  const platform = /-([\w.]+)\.whl$/.exec(file)?.[1];
  if (platform !== void 0 && !/^any$|linux\w*_x86_64$/.test(platform))
    return "is a wheel for other machines";
  if (isLocalAddress(address)) return void 0;
  if (holdsSecret(address) && !/:\/\/[^/]*@|\?/.test(address)) return "looks as if its address held a secret";
  const [plain2 = address] = address.split("#");
  return privateIndexFault(plain2);
}
function withoutQuoted(fault) {
  return fault.replace(/^`[^`]*`:? /, "");
}

// src/init/find-files.ts
var MOST_PATHS = 500;
async function findFiles(asked2, locate2, at) {
  const paths = asked2.flatMap((one) => namedPath(one.text) ?? []);
  const found = /* @__PURE__ */ new Map();
  for (const path of [...new Set(paths)].slice(0, MOST_PATHS))
    found.set(path, await firstFile(locate2(path), at));
  return asked2.map((one) => {
    const file = found.get(namedPath(one.text) ?? "");
    return file === void 0 ? one : { ...one, file };
  });
}
async function firstFile(candidates, { files, root }) {
  for (const candidate of candidates) {
    const isFile = await files.exists(candidate) && !await files.exists(`${candidate}/.`);
    if (isInside(root, candidate) && isFile) return candidate;
  }
  return void 0;
}
function isInside(root, path) {
  return !/^\.\.(?:\/|$)/.test(relative(root, path));
}

// src/init/follow-requests.ts
import { dirname, relative as relative2, resolve } from "node:path";

// src/init/outline.ts
var EMPTY_REQUEST = {
  asked: [],
  constraints: [],
  requirementFiles: [],
  constraintFiles: [],
  indexes: [],
  torchBackends: [],
  notes: []
};
var EMPTY_OUTLINE = {
  requests: [],
  systemPackages: [],
  run: [],
  files: [],
  env: {},
  groups: [],
  notes: []
};

// src/init/python-projects/pip-arguments.ts
var VALUED = new Map([
  ...entries("requirements", "-r", "--requirement", "--requirements"),
  ...entries("constraints", "-c", "--constraint", "--constraints", "--build-constraint"),
  ...entries("editable", "-e", "--editable"),
  ...entries("index", "-i", "--index-url", "--pypi-url", "--extra-index-url", "--index", "--default-index"),
  ...entries("backend", "--torch-backend"),
  ...entries("quiet", "--timeout", "--retries", "--resume-retries", "--progress-bar", "--cache-dir", "--log"),
  ...entries("quiet", "--root-user-action", "--exists-action", "--link-mode", "--python", "-p", "--report"),
  ...entries("quiet", "--upgrade-strategy", "--upgrade-package", "-P", "--color", "--hash"),
  ...entries("noted", "-f", "--find-links", "-t", "--target", "--prefix", "--root", "--no-binary"),
  ...entries("noted", "--only-binary", "--platform", "--python-version", "--implementation", "--abi"),
  ...entries("noted", "--config-settings", "--config-setting", "-C", "--global-option", "--build-option"),
  ...entries("noted", "--override", "--group", "--extra", "--index-strategy"),
  ...entries("noted", "--prerelease", "--resolution", "--exclude-newer", "--no-build-isolation-package"),
  ...entries("noted", "--trusted-host", "--cert", "--client-cert", "--proxy", "--src", "--use-feature")
]);
var QUIET = /^(?:-[qvUIn]+|--(?:no-cache-dir|no-cache|upgrade|system|break-system-packages|quiet|verbose|user|no-compile|compile|compile-bytecode|disable-pip-version-check|no-warn-script-location|no-input|ignore-installed|force-reinstall|reinstall|prefer-binary|isolated|strict|no-progress|require-hashes|no-python-version-warning|use-pep517|yes))$/;
var WHY = {
  "--no-deps": "dependencies are always installed, and no two versions of one package",
  "--no-build-isolation": "packages are built in isolation",
  "--pre": "a pre-release is taken only where a requirement names one",
  "--find-links": "name an index under `indexes`",
  "--target": "packages go where the base's Python looks for them"
};
function entries(meaning, ...options) {
  return options.map((option) => [option, meaning]);
}
function readPipArguments(words, at) {
  const asked2 = [];
  const options = [];
  const left = words.values();
  for (const word of left) {
    const { name, value } = splitOption(word);
    const meaning = VALUED.get(name);
    if (!word.startsWith("-")) asked2.push({ text: word, at });
    else if (meaning !== void 0) options.push({ name, meaning, value: value ?? left.next().value ?? "" });
    else if (!QUIET.test(word)) options.push({ name, meaning: "noted", value: "" });
  }
  const values = (meaning) => options.filter((one) => one.meaning === meaning);
  const named = asked2.map(({ text: text2 }) => /^[\w.-]*/.exec(text2)?.[0] ?? "").filter(Boolean);
  return {
    ...EMPTY_REQUEST,
    asked: asked2,
    requirementFiles: values("requirements").map(({ value }) => ({ path: value, at })),
    constraintFiles: values("constraints").map(({ value }) => ({ path: value, at })),
    indexes: values("index").map((option) => mention(option, named, at)),
    torchBackends: values("backend").map(({ value }) => ({ text: value, at })),
    notes: options.flatMap((option) => optionNote(option, at))
  };
}
function splitOption(word) {
  const long = /^(--[\w-]+)=(.*)$/s.exec(word);
  if (long) return { name: long[1] ?? word, value: long[2] };
  const short = /^(-[rceift])(.+)$/s.exec(word);
  return short ? { name: short[1] ?? word, value: short[2]?.replace(/^=/, "") } : { name: word, value: void 0 };
}
function mention({ name, value }, named, at) {
  const [prefix = "", own] = /^([\w-]+)=(?=https?:)/.exec(value) ?? [];
  const extra = name === "--extra-index-url" || name === "--index";
  const packages = extra || named.length === 0 ? void 0 : named;
  return { url: value.slice(prefix.length), name: own, at, packages };
}
function optionNote({ meaning, name, value }, at) {
  if (meaning === "editable") {
    const message = `the editable project ${shown(value)}: copy its code with \`files\`, or install a released version`;
    return [{ message, at }];
  }
  if (meaning !== "noted") return [];
  return [{ message: `the option ${shown(name)}${WHY[name] ? `: ${WHY[name]}` : ""}`, at }];
}

// src/init/python-projects/requirement-lines.ts
var LONGEST2 = 5e4;
function readRequirementLines(text2, file) {
  const requests = [];
  const hashed = [];
  for (const { text: line, at } of logicalLines(text2, file)) {
    if (line.length > LONGEST2) {
      const message = `a line of ${line.length} characters, which is no requirement`;
      requests.push({ ...EMPTY_REQUEST, notes: [{ message, at }] });
    } else if (line.startsWith("-")) requests.push(readPipArguments(line.split(/\s+/), at));
    else {
      const { asked: asked2, hashes } = requirementOf(line, at);
      requests.push({ ...EMPTY_REQUEST, asked: [asked2] });
      if (hashes) hashed.push(at);
    }
  }
  const request = merge(requests);
  const [first] = hashed;
  if (first === void 0) return request;
  return { ...request, notes: [...request.notes, hashNote(hashed.length, first)] };
}
function hashNote(lines, at) {
  const message = `the hashes of ${lines} ${lines === 1 ? "requirement" : "requirements"}: the plan's own lock holds the hash of every file`;
  return { message, at };
}
function* logicalLines(text2, file) {
  let joined2 = "";
  let start = 0;
  for (const [index, raw] of text2.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/).entries()) {
    if (joined2 === "") start = index + 1;
    const isComment = /^\s*#/.test(raw);
    if (!isComment && raw.endsWith("\\")) {
      joined2 += `${raw.slice(0, -1)} `;
      continue;
    }
    const line = (isComment ? joined2 : joined2 + raw).replace(/(?:^|\s)#.*$/, "").trim();
    joined2 = "";
    if (line !== "") yield { text: line, at: { file, line: start } };
  }
  const rest = joined2.replace(/(?:^|\s)#.*$/, "").trim();
  if (rest !== "") yield { text: rest, at: { file, line: start } };
}
function requirementOf(line, at) {
  const options = /\s--[a-z]/.exec(line);
  const text2 = options ? line.slice(0, options.index).trim() : line;
  const hashed = withHash(text2, line);
  return { asked: { text: hashed ?? text2, at }, hashes: hashed === void 0 && line.includes("--hash") };
}
function withHash(text2, line) {
  const target = splitFile(text2)?.target ?? "";
  const hashes = [...line.matchAll(/--hash[= ]sha256:([0-9a-f]{64})(?![0-9a-f])/g)];
  if (!/^https?:[^#]*$/.test(target) || hashes.length !== 1) return void 0;
  return text2.replace(target, () => `${target}#sha256=${hashes[0]?.[1]}`);
}
function merge(requests) {
  return {
    asked: requests.flatMap(({ asked: asked2 }) => asked2),
    constraints: requests.flatMap(({ constraints }) => constraints),
    requirementFiles: requests.flatMap(({ requirementFiles }) => requirementFiles),
    constraintFiles: requests.flatMap(({ constraintFiles }) => constraintFiles),
    indexes: requests.flatMap(({ indexes: indexes3 }) => indexes3),
    torchBackends: requests.flatMap(({ torchBackends }) => torchBackends),
    notes: requests.flatMap(({ notes }) => notes)
  };
}

// src/init/follow-requests.ts
var MOST_FILES = 50;
var LARGEST = 1e6;
var beside = (path, folder) => [resolve(folder, path)];
async function followRequest(request, at, locate2 = beside) {
  const seen = /* @__PURE__ */ new Set([at.source]);
  const visit = async (open, folder, find2) => {
    const places = (path) => [...find2(path, folder), ...locate2(path, at.folder)];
    const asked2 = await findFiles(open.asked, places, at);
    const inner = [];
    const notes = [];
    const all = [
      ...open.requirementFiles.map((reference) => ({ reference, bounds: false })),
      ...open.constraintFiles.map((reference) => ({ reference, bounds: true }))
    ];
    for (const { reference, bounds } of all) {
      const found = await readReference(reference, find2(reference.path, folder), at, seen);
      if ("message" in found) notes.push(found);
      else {
        const read = readRequirementLines(found.text, relative2(at.folder, found.path));
        const lines = await visit(read, dirname(found.path), beside);
        inner.push(...bounds ? lines.map(asConstraints) : lines);
      }
    }
    const named = inner.flatMap(({ asked: asked3 }) => asked3);
    const indexes3 = open.indexes.map((index) => ownIndex(index, named.length));
    const files = { requirementFiles: [], constraintFiles: [] };
    return [{ ...open, ...files, asked: asked2, indexes: indexes3, notes: [...open.notes, ...notes] }, ...inner];
  };
  const requests = await visit(request, at.folder, locate2);
  return { requests, read: [...seen] };
}
function ownIndex(index, included) {
  return included === 0 ? index : { ...index, packages: void 0 };
}
function asConstraints(request) {
  return { ...request, asked: [], constraints: [...request.constraints, ...request.asked] };
}
async function readReference({ path, at }, candidates, { files, root }, seen) {
  const what = `the file ${shown(path)}`;
  if (/:\/\//.test(path)) return { message: `${what}, which isn't on this machine`, at };
  if (path === "" || /[\0\r\n$]/.test(path)) return { message: `${what}, which isn't a plain path`, at };
  const inside = candidates.filter((candidate) => isInside(root, candidate));
  if (inside.length === 0)
    return { message: `${what}, which lies outside this repository or comes from elsewhere`, at };
  for (const candidate of inside) {
    if (seen.has(candidate)) return { message: `${what}, which was already read`, at };
    if (seen.size >= MOST_FILES)
      return { message: `${what}, as ${MOST_FILES} files have been read already`, at };
    const text2 = await files.readText(candidate).catch(() => void 0);
    if (text2 === void 0) continue;
    seen.add(candidate);
    const fault = textFault(text2);
    return fault === void 0 ? { text: text2, path: candidate } : { message: `${what}, which ${fault}`, at };
  }
  return { message: `${what}, which isn't a file here`, at };
}
function textFault(text2, largest = LARGEST) {
  if (text2.length > largest) return `is larger than ${largest / 1e3} kB`;
  return text2.includes("\0") ? "isn't a text file" : void 0;
}
async function readSource(path, at, largest) {
  const file = relative2(at.folder, path);
  let text2;
  try {
    text2 = await at.files.readText(path);
  } catch (error) {
    throw new UsageError(`${shown(file)} can't be read: ${messageOf(error)}`, {
      remedy: "Name a requirements.txt, pyproject.toml, cog.yaml or Dockerfile: `surelayer init --from FILE`.",
      cause: error
    });
  }
  const fault = textFault(text2, largest);
  if (fault === void 0) return text2;
  throw sourceError({ file }, fault);
}
function sourceError(location, fault, cause) {
  return new UsageError(`${shown(location.file)} ${fault}.`, { location, cause });
}

// src/init/dockerfile/dockerfile.ts
var import_dockerfile_ast = __toESM(require_main(), 1);

// src/init/dockerfile/docker-outline.ts
var LONGEST3 = 2e3;
function mapVariables(map) {
  return (name) => {
    const value = map.get(name);
    return value === void 0 || value.length > LONGEST3 ? void 0 : value;
  };
}
function lineOf(instruction) {
  return instruction.getRange().start.line + 1;
}

// src/init/dockerfile/dockerfile-instructions.ts
import { posix as posix2 } from "node:path";

// src/init/dockerfile/dockerfile-copy.ts
import { posix } from "node:path";

// src/init/dockerfile/expand-variables.ts
var LONGEST4 = 2e4;
function expandVariables(text2, variables) {
  let left = LONGEST4;
  return text2.replaceAll(/\\\$|\$(?:\{([^{}]*)\}|(\w+))/g, (whole, braced, plain2) => {
    if (whole === "\\$") return "$";
    const value = expandOne(braced ?? plain2 ?? "", variables);
    if (value === void 0 || value.length > left) return whole;
    left -= value.length;
    return value;
  });
}
function expandOne(expression, variables) {
  const [, name = "", operator, other = ""] = /^(\w+)(?::?([-+]))?(.*)$/s.exec(expression) ?? [];
  const value = variables(name);
  if (operator === "-") return value === void 0 || value === "" ? other : value;
  if (operator === "+") return value === void 0 || value === "" ? "" : other;
  return other === "" ? value : void 0;
}

// src/init/dockerfile/dockerfile-copy.ts
function readCopy(walk, instruction, at) {
  const raw = instruction.getArgumentsContent() ?? "";
  const paths = pathsOf(raw).map((path) => expandVariables(path, mapVariables(walk.variables)));
  const target = paths.at(-1);
  const sources = paths.slice(0, -1);
  const isFrom = instruction.getFlags().some((flag) => flag.getName() === "from");
  const isForeign = isFrom || raw.includes("<<") || paths.some((path) => /:\/\/|[$*?[\]\p{Cc}]|^git@/u.test(path));
  if (target === void 0 || sources.length === 0 || isForeign) {
    const message = `the files of ${shown(instruction.toString())}: copy files of this repository with \`files\``;
    walk.outline.notes.push({ message, at });
    return;
  }
  const to = posix.resolve(walk.outline.workdir ?? "/", target);
  const intoFolder = /(?:^|\/)\.{0,2}$/.test(target) || sources.length > 1 || to === (walk.outline.workdir ?? "/");
  walk.outline.copies.push({ sources, to, intoFolder, kept: true, line: at.line ?? 1 });
}
function pathsOf(raw) {
  if (/^\s*\[/.test(raw)) {
    try {
      const list2 = JSON.parse(raw);
      if (Array.isArray(list2)) return list2.map(String);
    } catch {
    }
  }
  return raw.trim().split(/\s+/);
}
function readMounts(walk, instruction, at) {
  for (const flag of instruction.getFlags()) {
    const settings = new Map((flag.getValue() ?? "").split(",").map((part2) => pair(part2)));
    const target = settings.get("target") ?? settings.get("dst") ?? settings.get("destination");
    if (flag.getName() !== "mount" || settings.get("type") !== "bind" || settings.has("from") || !target)
      continue;
    const sources = [settings.get("source") ?? settings.get("src") ?? "."];
    const to = posix.resolve(walk.outline.workdir ?? "/", target);
    walk.outline.copies.push({ sources, to, intoFolder: false, kept: false, line: at.line ?? 1 });
  }
}
function pair(part2) {
  const equals = part2.indexOf("=");
  return equals < 0 ? [part2, ""] : [part2.slice(0, equals), part2.slice(equals + 1)];
}
function copiedFrom(copies, path) {
  return copies.toReversed().flatMap(
    ({ sources, to }) => sources.flatMap((source) => {
      const inner = to === "/" ? path.slice(1) : path.slice(to.length + 1);
      if (path === to) return [source];
      if (to !== "/" && !path.startsWith(`${to}/`)) return [];
      return posix.basename(source) === inner ? [source] : [posix.join(source, inner)];
    })
  );
}

// src/init/dockerfile/run-command.ts
var HOUSEKEEPING = /^(?:\[|test\b|rm\b|apt(?:-get)? (?:-\S+ )*(?:update|clean|autoclean|autoremove|upgrade|dist-upgrade)\b|(?:\S*pip\d?|uv) cache\b|set\b|true$|:$|echo\b|cd\b|find \S+ .*-delete$|ldconfig$|(?:\S*python[\d.]* -m )?pip\d* (?:check|list|freeze|--version)|which\b|nvcc --version|python[\d.]* --version|export (?:DEBIAN_FRONTEND|PIP_\w+|UV_\w+)=)/;
var INSTALLERS = [
  /^(?:\S*\/)?pip[\d.]* (?:-\S+ )*install(?: |$)/,
  /^(?:\S*\/)?python[\d.]* (?:-[uEsIB]+ )*-m pip (?:-\S+ )*install(?: |$)/,
  /^(?:(?:\S*\/)?python[\d.]* -m )?(?:\S*\/)?uv (?:-\S+ )*pip (?:-\S+ )*install(?: |$)/
];
var SYSTEM_INSTALLER = /^(?:apt|apt-get|aptitude) (?:-\S+ )*install(?: |$)/;
function readScript(commands, at) {
  const effects = commands.map((command) => ({ command, effect: readCommand(command, at) }));
  if (!effects.some(({ effect }) => effect.run)) return effects.map(({ effect }) => effect);
  const isWhole = effects.every(
    ({ command, effect }) => !effect.leftOut && (!effect.removes || isExactStep(command))
  );
  return effects.map(({ command, effect }) => {
    const words = effect.run ?? effect.removes;
    if (words === void 0) return effect;
    return isWhole ? { ...effect, run: words } : leaveOut(command, words, at);
  });
}
function isExactStep({ plain: plain2, exact, words }) {
  return plain2 && exact && isStep(words);
}
function leaveOut(command, words, at) {
  const { message, ...place } = leftOutNote(command, words, at);
  const why = isExactStep(command) ? ", as another command of the same instruction can't be carried over" : "";
  const request = { ...EMPTY_REQUEST, notes: [{ message: `${message}${why}`, ...place }] };
  return { request, systemPackages: [], leftOut: true };
}
function readCommand(command, at) {
  const { words, variables } = withoutPrefix(command.words);
  const line = words.join(" ");
  const nothing = { request: EMPTY_REQUEST, systemPackages: [] };
  if (line === "" || HOUSEKEEPING.test(line))
    return removesOwnFiles(words) ? { ...nothing, removes: words } : nothing;
  const length = command.plain ? INSTALLERS.map((installer) => wordsOf(installer, line)).find(Boolean) : void 0;
  if (length !== void 0) {
    const request = readPipArguments(words.slice(length), at);
    const others = variables.filter((name) => name !== TORCH_BACKEND);
    return {
      request: {
        ...request,
        ...command.mayFail && { mayFail: true },
        torchBackends: [...request.torchBackends, ...backendBefore(command.words, at)],
        notes: [...request.notes, ...installNotes(command, others, at)]
      },
      systemPackages: []
    };
  }
  const system = command.plain ? wordsOf(SYSTEM_INSTALLER, line) : void 0;
  if (system !== void 0) return readSystemPackages(words.slice(system), at);
  if (command.plain && command.exact && variables.length === 0 && isStep(words)) {
    return { ...nothing, run: words };
  }
  const notes = [leftOutNote(command, words, at)];
  return { ...nothing, leftOut: true, request: { ...EMPTY_REQUEST, notes } };
}
var CACHES = /^(?:\/var\/(?:lib\/apt\/lists|cache|log)|(?:\/root|~|\$\{?HOME\}?)\/\.(?:cache|npm)|\/usr\/share\/(?:doc|man))(?:\/|$)/;
function removesOwnFiles(words) {
  const paths = words.slice(1).filter((word) => !word.startsWith("-"));
  return words[0] === "rm" && !paths.every((path) => CACHES.test(path));
}
var NO_STEPS = /^(?:\S*\/)?(?:apt|apt-get|aptitude|apt-key|add-apt-repository|dpkg|yum|dnf|apk|pip[\d.]*|uv|conda|mamba|micromamba|poetry|pdm|npm|yarn|git|cd|pushd|popd|export|unset|source|\.|eval|alias|umask|ulimit|trap|su|sudo|exit|return|wait|read|printf|\(|\{)$/;
var REPOSITORY_FILE = /^\.{1,2}(?:\/|$)|^(?![-/]|[a-z]+:\/\/)[^=\s]*\/|\.(?:py|sh|bash|txt|toml|cfg|ini|json|ya?ml|ipynb|whl|deb|patch)$/i;
var MOST_WORDS = 100;
function isStep(words) {
  const [program = ""] = words;
  const line = words.join(" ");
  if (NO_STEPS.test(program) || hint(line) !== "" || words.length > MOST_WORDS) return false;
  if (/^(?:\S*\/)?python[\d.]* -m pip\b/.test(line) || words.some(holdsControlCharacter)) return false;
  const reads = words.some((word) => REPOSITORY_FILE.test(word) && !/^[a-z]+:\/\//.test(word));
  return !reads && !holdsSecret(line) && !words.some(holdsSecret) && runStepFault(words) === void 0;
}
function wordsOf(pattern, line) {
  return pattern.exec(line)?.[0].trim().split(" ").length;
}
function withoutPrefix(words) {
  const start = words.findIndex((word) => !/^(?:sudo|exec|time|env|command|[A-Za-z_]\w*=.*)$/s.test(word));
  const prefix = start < 0 ? words : words.slice(0, start);
  const variables = prefix.filter((word) => word.includes("=")).map((word) => word.split("=")[0] ?? "");
  return { words: start < 0 ? [] : words.slice(start), variables };
}
var TORCH_BACKEND = "UV_TORCH_BACKEND";
function backendBefore(words, at) {
  const word = words.find((one) => one.startsWith(`${TORCH_BACKEND}=`));
  return word === void 0 ? [] : [{ text: word.slice(TORCH_BACKEND.length + 1), at }];
}
function installNotes(command, variables, at) {
  const set = variables.map((name) => ({ message: `the variable ${shown(name)} of an installation`, at }));
  const redirected = command.unquoted.map((text2) => ({
    message: `${shown(text2)} as a shell reads it, which is a redirection and any version: it is carried over as it was meant`,
    at
  }));
  return [...set, ...redirected];
}
function readSystemPackages(words, at) {
  const names2 = words.filter((word) => !word.startsWith("-") && !/^\d+$/.test(word));
  const good = names2.filter((name) => systemPackageFault(name) === void 0);
  const odd = names2.filter((name) => !good.includes(name));
  const notes = odd.map((name) => ({ message: `the system package ${shown(name)}`, at }));
  return { request: { ...EMPTY_REQUEST, notes }, systemPackages: good.map((text2) => ({ text: text2, at })) };
}
function leftOutNote(command, words, at) {
  const line = words.map((word) => holdsSecret(word) ? word.replace(/=.*$/s, "=\u2026") : word).join(" ");
  const why = command.plain ? hint(line) : ", which runs only under a condition or inside of another command";
  return { message: `the command ${shown(line)}${why}`, at };
}
function hint(line) {
  if (/\b(?:uv sync|uv add|poetry install|pdm install)\b/.test(line)) {
    return ": `surelayer init --from pyproject.toml` reads what it installs";
  }
  if (/^(?:conda|mamba|micromamba)\b/.test(line))
    return ": name the packages of the Python index that it stands for";
  if (/\bvenv\b|\bvirtualenv\b/.test(line)) return ": packages go into the base's own Python";
  if (/^git clone\b/.test(line)) return ": copy the code with `files`, or install a released version";
  return "";
}

// src/init/dockerfile/shell-commands.ts
var import_shell_quote = __toESM(require_shell_quote(), 1);
var LONGEST5 = 2e4;
function shellCommands(script, variables) {
  if (script.length > LONGEST5) return [unreadable(script)];
  const lines = script.replaceAll(/\\\r?\n/g, " ").split(/\r?\n/);
  const all = lines.flatMap((line) => lineCommands(line, variables));
  const commands = [];
  let depth = 0;
  let prepared = false;
  for (const command of all.filter(({ words }) => words.length > 0)) {
    const [first = ""] = command.words;
    if (OPENING.test(first)) depth += 1;
    if (CLOSING.test(first)) depth = Math.max(0, depth - 1);
    else
      commands.push({
        ...command,
        words: withoutKeywords(command.words),
        plain: command.plain && depth === 0,
        exact: command.exact && depth === 0 && !prepared
      });
    prepared ||= PREPARING.test(first);
  }
  return commands;
}
var OPENING = /^(?:if|for|while|until|case|\{|function)$/;
var PREPARING = /^(?:cd|pushd|popd|export|unset|source|\.|eval|alias|umask|ulimit|trap|[A-Za-z_]\w*=.*)$/s;
var CLOSING = /^(?:fi|done|esac|\})$/;
function withoutKeywords(words) {
  const start = words.findIndex((word) => !/^(?:if|then|else|elif|while|until|do|!)$/.test(word));
  return start < 0 ? [] : words.slice(start);
}
function unreadable(text2) {
  return { words: [text2.trim().slice(0, 200)], plain: false, exact: false, mayFail: false, unquoted: [] };
}
function lineCommands(line, variables) {
  const entries2 = parseLine(line, variables);
  if (entries2 === void 0) return [unreadable(line)];
  const commands = [];
  let current = emptyCommand("");
  const left = entries2.values();
  for (const entry of left) {
    const word = wordOf(entry);
    const op = operatorOf(entry);
    if (word !== void 0) addWord(current, word);
    else if (/^(?:&&|;|;;|&|\|\||\|)$/.test(op)) {
      current.exact &&= isChained(op);
      commands.push(current);
      current = emptyCommand(op);
    } else if (/^[\d<>&|-]*[<>]/.test(op) && !op.includes("(")) redirect(current, op, left.next().value);
    else if (op !== "") current.plain = false;
    if (typeof entry === "object" && op !== "&&" && op !== ";") current.exact = false;
  }
  commands.push(current);
  return withoutShrugs(commands);
}
function withoutShrugs(commands) {
  const isShrug = (at) => commands[at]?.before === "||" && /^(?:true|:|echo|printf)$/.test(commands[at]?.words[0] ?? "");
  const mayFail = (at) => {
    const next = commands[at + 1];
    return isShrug(at + 1) || next?.before === "&&" && mayFail(at + 1);
  };
  return commands.map((command, at) => ({ ...command, mayFail: mayFail(at) })).filter((_, at) => !isShrug(at));
}
function parseLine(line, variables) {
  try {
    const escaped = line.replaceAll(/(?<=[^\s;&|(])#/g, "\\#");
    return (0, import_shell_quote.parse)(splitVariables(escaped, variables), (name) => variables(name) ?? `\${${name}}`);
  } catch {
    return void 0;
  }
}
function splitVariables(line, variables) {
  const part2 = /\\.|'[^']*'|"(?:\\.|[^"\\])*"|\$(?:\{([^{}]*)\}|(\w+))/gs;
  return line.replaceAll(part2, (whole, braced, plain2) => {
    const value = whole.startsWith("$") ? variables(braced ?? plain2 ?? "") : void 0;
    return value === void 0 ? whole : value.replaceAll(/[^\w\s./:=@%+,-]/g, "\\$&");
  });
}
function wordOf(entry) {
  if (typeof entry === "string") return entry;
  return entry !== void 0 && "op" in entry && entry.op === "glob" ? entry.pattern : void 0;
}
function operatorOf(entry) {
  return typeof entry === "object" && "op" in entry ? entry.op : "";
}
function emptyCommand(before) {
  const exact = before === "" || isChained(before);
  return { words: [], plain: before !== "||", exact, mayFail: false, unquoted: [], before };
}
function isChained(op) {
  return op === "&&" || op === ";";
}
function addWord(command, word) {
  const text2 = word.replaceAll("\\#", "#");
  if (text2.includes("`")) command.plain = false;
  if (/`|\$|^~/.test(text2)) command.exact = false;
  command.words.push(text2);
}
function redirect(command, op, next) {
  const target = wordOf(next);
  const last = command.words.at(-1);
  if (/^\d$/.test(last ?? "")) command.words.pop();
  else if (target !== void 0 && /^[<>]$/.test(op) && /^=|^\d/.test(target) && last !== void 0) {
    command.words.splice(-1, 1, `${last}${op}${target}`);
    command.unquoted.push(`${last}${op}${target}`);
  }
}

// src/init/dockerfile/dockerfile-instructions.ts
function applyInstruction(walk, instruction) {
  const at = { file: walk.file, line: lineOf(instruction) };
  switch (instruction.getKeyword()) {
    case "ARG":
      setArgument(walk, instruction, at);
      break;
    case "ENV":
      setEnvironment(walk, instruction, at);
      break;
    case "WORKDIR":
      setWorkdir(walk, instruction.getArgumentsContent() ?? "", at);
      break;
    case "RUN":
      run(walk, instruction, at);
      break;
    case "COPY":
    case "ADD":
      readCopy(walk, instruction, at);
      break;
    case "CMD":
      walk.outline.command = commandOf(instruction);
      break;
    case "ENTRYPOINT":
      walk.outline.entrypoint = commandOf(instruction);
      walk.outline.command = void 0;
      break;
    default:
      walk.outline.notes.push({ message: `the instruction ${shown(instruction.toString())}`, at });
  }
}
function setArgument(walk, instruction, at) {
  for (const property of instruction.getProperties()) {
    const name = property.getName();
    const value = property.getValue();
    const given = value === null ? walk.initial.get(name) : expandVariables(value, mapVariables(walk.variables));
    if (given !== void 0 && !walk.outline.env.has(name)) walk.variables.set(name, given);
    if (given !== void 0 && name === TORCH_BACKEND) setBackend(walk, given, at);
  }
}
function setEnvironment(walk, instruction, at) {
  for (const property of instruction.getProperties()) {
    const name = property.getName();
    const value = expandVariables(property.getValue() ?? "", mapVariables(walk.variables));
    walk.variables.set(name, value);
    const fault = variableFault(name, value);
    if (name === TORCH_BACKEND) setBackend(walk, value, at);
    else if (fault === void 0) walk.outline.env.set(name, value);
    else walk.outline.notes.push({ message: `the variable ${shown(name)}, ${fault}`, at });
  }
}
function setBackend(walk, value, at) {
  walk.outline.requests.push({ ...EMPTY_REQUEST, torchBackends: [{ text: value, at }] });
}
function variableFault(name, value) {
  const nameFault = environmentNameFault(name);
  if (nameFault !== void 0) return `which ${nameFault.replace(/^`[^`]*` /, "")}`;
  if (name === "__proto__") return "which no manifest takes";
  if (environmentValueFault(name, value) !== void 0 || holdsSecret(value)) {
    return name === "PATH" ? "whose other folders only the base knows" : "which looks like a secret or isn't plain text";
  }
  return value.includes("$") ? "whose value only the base knows" : void 0;
}
function setWorkdir(walk, text2, at) {
  const folder = expandVariables(text2.trim().replaceAll(/^["']|["']$/g, ""), mapVariables(walk.variables));
  if (/[$\p{Cc}]/u.test(folder) || folder === "")
    walk.outline.notes.push({ message: `the folder ${shown(text2)}`, at });
  else walk.outline.workdir = posix2.resolve(walk.outline.workdir ?? "/", folder);
}
function run(walk, instruction, at) {
  readMounts(walk, instruction, at);
  const raw = instruction.getRawArgumentsContent() ?? "";
  const script = exec(raw)?.map(quoted).join(" ") ?? heredoc(raw) ?? (isOtherHeredoc(raw) ? void 0 : joined(raw, walk.escape));
  if (script === void 0) {
    walk.outline.notes.push({ message: `the command ${shown(raw.split("\n")[0] ?? "")}`, at });
    return;
  }
  const variables = (name) => expandOne(name, mapVariables(walk.variables));
  const alone = instruction.getFlags().length === 0;
  const commands = shellCommands(script, variables).map((one) => ({ ...one, exact: one.exact && alone }));
  for (const effect of readScript(commands, at)) {
    walk.outline.requests.push(effect.request);
    walk.outline.systemPackages.push(...effect.systemPackages);
    if (effect.run) walk.outline.run.push({ words: effect.run, at });
  }
}
function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
function heredoc(raw) {
  const [, , script] = /^\s*<<-?["']?(\w+)["']?[ \t]*\r?\n([\s\S]*?)\r?\n[ \t]*\1\s*$/.exec(raw) ?? [];
  return script;
}
function isOtherHeredoc(raw) {
  return /<<-?["']?[A-Za-z_]\w*["']?[^\n]*\n/.test(raw);
}
function joined(raw, mark) {
  const lines = raw.split(/\r?\n/).filter((line, index) => index === 0 || !/^\s*(?:#.*)?$/.test(line));
  return lines.map((line) => line.trimEnd().endsWith(mark) ? line.trimEnd().slice(0, -1) : line).join(" ");
}
function exec(text2) {
  if (!/^\s*\[/.test(text2)) return void 0;
  try {
    const list2 = JSON.parse(text2.replaceAll(/\\\r?\n/g, " "));
    return Array.isArray(list2) && list2.every((part2) => typeof part2 === "string") ? list2 : void 0;
  } catch {
    return void 0;
  }
}
function commandOf(instruction) {
  const raw = instruction.getRawArgumentsContent() ?? "";
  const list2 = exec(raw);
  if (list2 !== void 0) return list2;
  const text2 = raw.replaceAll(/\\\r?\n/g, " ").trim();
  return /^[\w./=:@%+,-]+(?: +[\w./=:@%+,-]+)*$/.test(text2) ? text2.split(/ +/) : ["/bin/sh", "-c", text2];
}

// src/init/dockerfile/dockerfile.ts
function readDockerfileText(text2, file) {
  const parsed = import_dockerfile_ast.DockerfileParser.parse(text2);
  const { initial, stages } = cutIntoStages(parsed.getInstructions());
  const { chain, image, left } = lastChain(stages, initial);
  const outline = {
    image,
    requests: [],
    systemPackages: [],
    run: [],
    copies: [],
    env: /* @__PURE__ */ new Map(),
    workdir: void 0,
    entrypoint: void 0,
    command: void 0,
    notes: left.map((stage) => leftStage(stage, file))
  };
  const walk = {
    file,
    escape: parsed.getEscapeCharacter(),
    variables: /* @__PURE__ */ new Map(),
    initial,
    outline
  };
  for (const instruction of chain) applyInstruction(walk, instruction);
  return outline;
}
function cutIntoStages(instructions) {
  const initial = /* @__PURE__ */ new Map();
  const stages = [];
  for (const instruction of instructions) {
    if (instruction.getKeyword() === "FROM") stages.push({ from: instruction, instructions: [] });
    else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (instruction.getKeyword() === "ARG") setArgument2(initial, instruction);
  }
  return { initial, stages };
}
function setArgument2(initial, instruction) {
  const [, name, value] = /^\s*(\w+)=["']?(.*?)["']?\s*$/s.exec(instruction.getArgumentsContent() ?? "") ?? [];
  if (name !== void 0) initial.set(name, expandVariables(value ?? "", mapVariables(initial)));
}
function lastChain(stages, initial) {
  const used = /* @__PURE__ */ new Set();
  let chain = [];
  let image;
  let index = stages.length - 1;
  while (index >= 0) {
    const stage = stages[index];
    if (stage === void 0) break;
    used.add(stage);
    chain = [...stage.instructions, ...chain];
    const parent = expandVariables(stage.from.getImage() ?? "", mapVariables(initial));
    const name = parent.toLowerCase();
    index = stages.slice(0, index).findLastIndex(({ from }) => from.getBuildStage()?.toLowerCase() === name);
    if (index < 0) image = parent;
  }
  return { chain, image, left: stages.filter((stage) => !used.has(stage)) };
}
function leftStage({ from }, file) {
  const name = from.getBuildStage() ?? from.getImage() ?? "";
  return {
    message: `the stage ${shown(name)}, which the last stage isn't built on`,
    at: { file, line: lineOf(from) }
  };
}

// src/init/dockerfile/read-dockerfile.ts
var LARGEST2 = 2e5;
var INSTEAD = "/app";
async function readDockerfile(path, at) {
  const text2 = await readSource(path, at, LARGEST2);
  const file = relative3(at.folder, path);
  const docker = readDockerfileText(text2, file);
  const contexts = await contextsOf(docker.copies, at);
  const locate2 = (reference) => {
    const inImage = posix3.resolve(docker.workdir ?? "/", reference);
    const sources = [
      ...copiedFrom(docker.copies, inImage),
      ...copiedFrom(docker.copies, posix3.resolve("/", reference))
    ];
    return sources.flatMap((source) => contexts.map((folder) => join2(folder, source)));
  };
  const requests = [];
  const read = [];
  for (const request of docker.requests) {
    const followed = await followRequest(request, at, locate2);
    requests.push(...request.mayFail ? followed.requests.map(asOptional) : followed.requests);
    read.push(...followed.read);
  }
  const copied = await readCopies(docker.copies, { file, contexts, read }, at);
  const whole = [...docker.entrypoint ?? [], ...docker.command ?? []];
  const { files, command, notes } = await awayFromRoot(copied, whole, at.files);
  return {
    ...EMPTY_OUTLINE,
    image: docker.image,
    requests,
    systemPackages: docker.systemPackages,
    run: docker.run,
    files,
    env: Object.fromEntries(docker.env),
    workdir: docker.workdir,
    command: command.length > 0 ? command : void 0,
    notes: [...docker.notes, ...notes]
  };
}
function asOptional(request) {
  return { ...request, asked: request.asked.map((one) => ({ ...one, optional: true })) };
}
async function contextsOf(copies, at) {
  const { context, folder, root, working, files } = at;
  if (context !== void 0) return [context];
  const folders = [.../* @__PURE__ */ new Set([working, folder, root])].filter((one) => isInside(root, one));
  const sources = copies.flatMap((copy) => copy.sources);
  const held = /* @__PURE__ */ new Map();
  for (const one of folders) {
    const there = await Promise.all(sources.map((source) => files.exists(join2(one, source))));
    held.set(one, there.filter(Boolean).length);
  }
  return folders.toSorted((a, b) => (held.get(b) ?? 0) - (held.get(a) ?? 0));
}
async function readCopies(copies, { file, contexts, read }, at) {
  const files = [];
  const notes = [];
  const all = copies.filter(({ kept }) => kept).flatMap((copy) => copy.sources.map((source) => ({ copy, source })));
  for (const { copy, source } of all) {
    const where = { file, line: copy.line };
    const full = await find(source, contexts, at);
    if (full === void 0)
      notes.push({ message: `the copy of ${shown(source)}, which isn't there`, at: where });
    else if (!read.includes(full)) {
      files.push({ from: full, to: await targetOf(copy, source, full, at) });
      if (contexts.includes(full)) notes.push({ message: wholeFolder(source), at: where });
    }
  }
  return { files, notes };
}
async function targetOf(copy, source, full, { files }) {
  const isFolder = await files.exists(`${full}/.`);
  return copy.intoFolder && !isFolder ? posix3.join(copy.to, posix3.basename(source)) : copy.to;
}
function wholeFolder(source) {
  return `the exclusions of \`.dockerignore\`: ${shown(source)} is copied whole, .git included; name the folders that the image needs`;
}
async function find(source, contexts, at) {
  for (const folder of contexts) {
    const full = join2(folder, source);
    if (isInside(at.root, full) && await at.files.exists(full))
      return full.length > 1 ? full.replace(/\/$/, "") : full;
  }
  return void 0;
}
async function awayFromRoot(copied, command, files) {
  const moved = copied.files.filter(({ to }) => to === "/");
  const parts = await Promise.all(command.map((part2) => follow(part2, moved, files)));
  const notes = moved.map(({ from }) => ({
    message: `the place of ${shown(posix3.basename(from))}: it is copied to ${INSTEAD}, not over the whole image; look through the paths in it`
  }));
  return {
    files: copied.files.map((file) => file.to === "/" ? { ...file, to: INSTEAD } : file),
    command: parts,
    notes: [...copied.notes, ...notes]
  };
}
async function follow(part2, moved, files) {
  if (!/^\/?[\w.-]+(?:\/[\w.-]+)*\.\w+$/.test(part2)) return part2;
  for (const { from } of moved) {
    if (await files.exists(posix3.join(from, part2))) return posix3.join(INSTEAD, part2);
  }
  return part2;
}

// src/init/find-handler.ts
import { basename as basename2, dirname as dirname2, join as join3 } from "node:path";
var HANDLERS = ["handler.py", "rp_handler.py", "src/handler.py", "src/rp_handler.py"];
async function withHandler(outline, at) {
  if (outline.command !== void 0 || outline.files.length > 0) return outline;
  for (const handler of HANDLERS) {
    const full = join3(at.folder, handler);
    if (await at.files.exists(full)) {
      const isInFolder = dirname2(handler) !== ".";
      const code = isInFolder ? { from: dirname2(full), to: "/app" } : { from: full, to: `/app/${handler}` };
      const command = ["python", "-u", `/app/${basename2(handler)}`];
      return { ...outline, workdir: "/app", command, files: [code, ...await testInput(at)] };
    }
  }
  return outline;
}
async function testInput({ folder, files }) {
  const from = join3(folder, "test_input.json");
  return await files.exists(from) ? [{ from, to: "/app/test_input.json" }] : [];
}

// src/init/choose/known-packages.ts
var TORCH_FAMILY = ["torch", "torchaudio", "torchvision", "triton"];
var BESIDE_TORCH = [
  ...TORCH_FAMILY,
  ...["torchcodec", "torchtext", "torchdata", "xformers"]
];
var BOUND_TO_TORCH = names(`
  apex auto-gptq autoawq causal-conv1d flash-attn mamba-ssm natten pytorch3d sageattention torch-scatter
  torch-sparse xformers
`);
var HEAVY = names(`
  coqui-tts deepspeed detectron2 f5-tts funasr jax lmdeploy nemo-toolkit onnxruntime-gpu paddlepaddle-gpu
  pyannote-audio sglang tensorflow tensorrt tensorrt-llm tts vllm whisperx
`);
var BRINGS_TORCH = names("lmdeploy sglang tensorrt-llm vllm");
var NEEDS_TORCH = names(`
  accelerate bitsandbytes chatterbox-tts coqui-tts deepspeed diffusers f5-tts funasr lightning nemo-toolkit
  openai-whisper peft pyannote-audio pytorch-lightning speechbrain timm tts vocos whisperx
`);
var BUILD_TOOLS = names("pip uv wheel");
function isHeavy(name) {
  return HEAVY.has(name) || BOUND_TO_TORCH.has(name);
}
function needsTorch(name) {
  return NEEDS_TORCH.has(name) || BOUND_TO_TORCH.has(name) || BESIDE_TORCH.includes(name);
}
function names(text2) {
  return new Set(text2.trim().split(/\s+/));
}

// src/init/choose/bind-indexes.ts
function bindIndexes(mentions, wanted, byFile) {
  const notes = [];
  const byUrl = /* @__PURE__ */ new Map();
  for (const mention2 of mentions) {
    const fault = indexUrlFault(mention2.url) ?? privateIndexFault(mention2.url);
    const packages = packagesOf(mention2, wanted).filter((name) => !byFile.has(name));
    if (fault !== void 0)
      notes.push({ message: `the index ${shown(mention2.url)}: it ${fault}`, at: mention2.at });
    else if (packages.length === 0) notes.push(unbound(mention2));
    else notes.push(...bind(mention2, packages, byUrl));
  }
  return { indexes: [...byUrl.values()], notes };
}
var TORCH_INDEX = /\/whl\/(?:[\w.-]+\/)?(?:cpu|cu\d{2,3}|rocm[\d.]+|xpu)\/?$/;
function bind(mention2, packages, byUrl) {
  const { url } = mention2;
  const others = [...byUrl.values()].filter((index2) => index2.url !== url);
  const free = packages.filter((name) => !others.some((other) => other.packages.includes(name)));
  const index = byUrl.get(url) ?? { name: nameOf2(mention2, byUrl), url, packages: [] };
  if (free.length > 0) byUrl.set(url, { ...index, packages: [.../* @__PURE__ */ new Set([...index.packages, ...free])] });
  return free.length < packages.length ? [claimed(mention2, packages, free)] : [];
}
function packagesOf({ url, name, packages }, wanted) {
  const said = (packages ?? []).filter(isDistributionName).map(normaliseName);
  if (name !== void 0 && said.length > 0) return said;
  if (!TORCH_INDEX.test(url)) return said;
  const own = said.filter((one) => TORCH_FAMILY.includes(one) || BESIDE_TORCH.includes(one));
  if (own.length > 0) return [.../* @__PURE__ */ new Set([...own, ...TORCH_FAMILY.filter((one) => !wanted.has(one))])];
  return [...TORCH_FAMILY, ...BESIDE_TORCH.filter((one) => !TORCH_FAMILY.includes(one) && wanted.has(one))];
}
function nameOf2({ url, name }, known) {
  const last = TORCH_INDEX.test(url) ? "pytorch" : new URL(url).hostname.split(".").at(-2);
  const wish = slug(name ?? last ?? "", "index");
  const names2 = new Set([...known.values()].map((index) => index.name));
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? wish : `${wish}-${count}`;
    if (!names2.has(candidate)) return candidate;
  }
}
function unbound({ url, at }) {
  return {
    message: `the index ${shown(url)}: add it under \`indexes\` with the names of the packages that come from it, or set it on the machine that builds`,
    at
  };
}
function claimed({ url, at }, packages, free) {
  const names2 = packages.filter((name) => !free.includes(name)).map(shown);
  return { message: `the index ${shown(url)} for ${names2.join(", ")}, which another index already has`, at };
}

// src/init/choose/choose-backend.ts
function chooseBackend(asked2, indexes3) {
  let backend;
  const notes = [];
  for (const { text: text2, at } of asked2) {
    const fault = backendFault(text2, indexes3) ?? otherFault(text2, backend);
    if (fault === void 0) backend = text2;
    else notes.push({ message: `the torch backend ${shown(text2)}: ${fault}`, at });
  }
  return { backend, notes };
}
function backendFault(text2, indexes3) {
  const isContradicted = indexes3.some(
    ({ url, packages }) => packages.some((name) => backendContradiction(text2, name, url) !== void 0)
  );
  return torchBackendFault(text2) ?? (isContradicted ? "an index of torch says another one" : void 0);
}
function otherFault(text2, first) {
  return first === void 0 || first === text2 ? void 0 : `${shown(first)} comes before it`;
}

// src/init/choose/choose-base.ts
var WITH_TORCH = [
  ["2.8.0", "runpod/pytorch:1.0.7-cu1281-torch280-ubuntu2204"],
  ["2.7.1", "runpod/pytorch:1.0.7-cu1281-torch271-ubuntu2204"],
  ["2.6.0", "runpod/pytorch:1.0.7-cu1281-torch260-ubuntu2204"]
];
var WITH_CUDA = "runpod/base:1.0.7-cuda1281-ubuntu2204";
var THEIR_PYTHON = "3.12";
var PLAIN_PYTHONS = ["3.12", "3.11", "3.13", "3.10"];
var DIGEST = "Better with its digest behind it (`\u2026@sha256:\u2026`): a tag can move.";
function chooseBase(outline, wanted) {
  const { image } = outline;
  if (image === void 0) return suggestBase(outline, wanted, []);
  const fault = imageReferenceFault(image);
  if (fault === void 0 && image !== "scratch") return { image, remarks: remarksAbout(image) };
  return suggestBase(outline, wanted, [
    `The source's own base, ${shown(image)}, can't be used by this manifest.`
  ]);
}
function remarksAbout(image) {
  const remarks = image.includes("@sha256:") ? [] : [DIGEST];
  if (/(?:^|\/)(?:nvidia\/cuda|ubuntu|debian)(?::|@|$)/.test(image)) {
    remarks.push(`This image holds no Python of its own; ${WITH_CUDA} is one that does.`);
  }
  if (/:latest$|^[^:@]+$/.test(image))
    remarks.push("RunPod refuses images that are only known as `latest`: name a version.");
  return remarks;
}
function suggestBase(outline, wanted, remarks) {
  const names2 = wanted.map(({ requirement: requirement2 }) => requirement2.normalised);
  const needsGpu = outline.gpu === true || names2.some((name) => needsTorch(name) || BRINGS_TORCH.has(name));
  if (!needsGpu)
    return {
      image: plainPython(outline.python),
      remarks: [...remarks, "Chosen because nothing here needs a GPU.", DIGEST]
    };
  const bringsTorch = names2.some((name) => BRINGS_TORCH.has(name)) || wanted.some(isTorchByFile);
  const image = bringsTorch ? void 0 : imageWithTorch(wanted);
  const why = image === void 0 ? "Chosen for its CUDA; torch is installed by a phase." : "Chosen for the torch that it holds.";
  return { image: image ?? WITH_CUDA, remarks: [...remarks, why, ...pythonRemark(outline.python), DIGEST] };
}
function isTorchByFile({ requirement: requirement2 }) {
  return requirement2.source !== void 0 && TORCH_FAMILY.includes(requirement2.normalised);
}
function imageWithTorch(wanted) {
  const specifiers = wanted.filter(({ requirement: requirement2 }) => requirement2.normalised === "torch").flatMap(({ requirement: requirement2 }) => requirement2.specifiers);
  return WITH_TORCH.find(([version]) => specifiers.every((specifier) => fits(version, specifier)))?.[1];
}
function fits(version, specifier) {
  return satisfies(version, specifier.replace(/\+[\w.]+$/, ""));
}
function plainPython(python) {
  const version = PLAIN_PYTHONS.find((candidate) => allows(python, candidate)) ?? THEIR_PYTHON;
  return `python:${version}-slim`;
}
function pythonRemark(python) {
  if (allows(python, THEIR_PYTHON)) return [];
  return [`Its Python is ${THEIR_PYTHON}; the source asks for ${shown(python ?? "")}.`];
}
function allows(python, version) {
  if (python === void 0 || python === "") return true;
  try {
    return python.split(",").every((specifier) => satisfies(`${version}.0`, specifier.trim()));
  } catch {
    return true;
  }
}

// src/init/choose/judge-requirements.ts
var MOST = 800;
function judgeRequirements(asked2, constraints) {
  const notes = [];
  const good = /* @__PURE__ */ new Map();
  const bounds = constraintsByName(constraints, notes);
  const used = /* @__PURE__ */ new Set();
  const files = /* @__PURE__ */ new Map();
  for (const one of asked2) {
    const note = (message) => void notes.push({ message, at: one.at });
    const wanted = judge(one);
    if ("message" in wanted) {
      notes.push(wanted);
      continue;
    }
    const fault = whyNot(wanted, one.text, files);
    if (fault !== void 0) note(fault);
    else if (!isAnySetuptools(wanted)) {
      const { normalised } = wanted.requirement;
      used.add(normalised);
      const bounded = withBounds(wanted, bounds.get(normalised) ?? []);
      const key = canonicalRequirement(bounded.requirement);
      if (good.size < MOST || good.has(key)) good.set(key, merged(good.get(key), bounded, one));
      else note(`${shown(one.text)}, one more than the ${MOST} that a manifest is given`);
    }
  }
  return { wanted: [...good.values()], notes: [...notes, ...unused(constraints, used)] };
}
function merged(known, bounded, { optional }) {
  const { optional: excused, ...wanted } = known ?? bounded;
  return optional && (known === void 0 || excused) ? { ...wanted, optional } : wanted;
}
function judgeCommit({ text: text2, at }) {
  const trimmed = text2.trim();
  if (!trimmed.includes("git+")) return void 0;
  const wanted = wantedOf(trimmed);
  const { git } = wanted?.requirement.source ?? {};
  if (!wanted || !git || BESIDE_TORCH.includes(wanted.requirement.normalised)) return void 0;
  const fault = privateGitFault(git.url);
  return fault === void 0 ? wanted : { message: `${shown(trimmed)}: it ${fault}`, at };
}
function wantedOf(text2) {
  const read = readRequirement(text2);
  return "fault" in read ? void 0 : { text: text2, requirement: read.requirement };
}
function judge(asked2) {
  return judgeCommit(asked2) ?? judgeOther(asked2);
}
function judgeOther(asked2) {
  const { text: text2, at } = asked2;
  const trimmed = text2.trim();
  const direct = directRequest(asked2);
  if (direct !== void 0 && "fault" in direct) return { message: `${shown(trimmed)}, ${direct.fault}`, at };
  const wanted = direct ?? wantedOf(trimmed);
  if (wanted && (direct || wanted.requirement.source === void 0)) return wanted;
  return { message: refusal(trimmed), at };
}
function refusal(text2) {
  if (/^git\+/i.test(text2)) return `${shown(text2)}: it ${requirementFault(text2) ?? "asks for a commit"}`;
  if (/^[a-z]+\+|:\/\/|^[^;'"<>=]*@/i.test(text2)) {
    return `${shown(text2)}, asked for by URL: write a name and version, and the index that has it under \`indexes\`, or \`name @ address\` of a wheel, source archive or commit of git`;
  }
  if (/^\.{1,2}(?:$|[/[])|^[^;]*[\\/]|\.(?:whl|tar\.gz|zip)$/.test(text2)) {
    return `${shown(text2)}, a project or file beside the source: copy its code with \`files\``;
  }
  if (text2.includes("${")) return `${shown(text2)}, which holds a variable: write its value`;
  return requirementFault(text2) ?? "";
}
function isSecondFile({ requirement: requirement2 }, files) {
  const { normalised, source } = requirement2;
  if (source === void 0) return false;
  const first = files.get(normalised) ?? source.address;
  files.set(normalised, first);
  return first !== source.address;
}
function whyNot(wanted, text2, files) {
  if (isSecondFile(wanted, files))
    return `${shown(text2)}, as another file or commit of the same name comes before it: keep one of the two`;
  return BUILD_TOOLS.has(wanted.requirement.normalised) ? `${shown(text2)}: Surelayer brings its own installer` : void 0;
}
function isAnySetuptools({ requirement: requirement2 }) {
  return requirement2.normalised === "setuptools" && requirement2.specifiers.length === 0;
}
function constraintsByName(constraints, notes) {
  const bounds = /* @__PURE__ */ new Map();
  for (const one of constraints) {
    const wanted = judge(one);
    if ("message" in wanted) notes.push({ message: `the constraint ${wanted.message}`, at: one.at });
    else if (wanted.requirement.source !== void 0) {
      const message = `the constraint ${shown(one.text)} to one file: ask for it in a phase`;
      notes.push({ message, at: one.at });
    } else {
      const { normalised } = wanted.requirement;
      bounds.set(normalised, [...bounds.get(normalised) ?? [], wanted]);
    }
  }
  return bounds;
}
function withBounds(wanted, bounds) {
  const { requirement: requirement2 } = wanted;
  if (requirement2.source !== void 0) return wanted;
  const more = bounds.map((bound2) => bound2.requirement).filter(({ marker: marker2 }) => marker2 === void 0 || marker2 === requirement2.marker).flatMap(({ specifiers }) => specifiers).filter((specifier) => !requirement2.specifiers.includes(specifier));
  if (more.length === 0) return wanted;
  const extras = requirement2.extras.length > 0 ? `[${requirement2.extras.join(",")}]` : "";
  const marker = requirement2.marker === void 0 ? "" : `; ${requirement2.marker}`;
  const text2 = `${requirement2.name}${extras}${[.../* @__PURE__ */ new Set([...requirement2.specifiers, ...more])].join(",")}${marker}`;
  return wantedOf(text2) ?? wanted;
}
function unused(constraints, used) {
  return constraints.filter(({ text: text2 }) => !used.has(leadingName(text2))).map(({ text: text2, at }) => ({
    message: `the constraint ${shown(text2)} of a package that nothing here asks for by name: add it to a phase to keep it`,
    at
  }));
}

// src/init/choose/split-phases.ts
var MOST_HEAVY = 60;
function splitPhases(wanted, image) {
  const torch = holdsTorch(image) ? [] : wanted.filter((one) => isBesideTorch(one) && !one.optional);
  const rest = wanted.filter((one) => !torch.includes(one));
  const heavy = byName(rest.filter((one) => one.optional || isHeavy(one.requirement.normalised)));
  const alone = heavy.slice(0, MOST_HEAVY);
  const light = rest.filter((one) => !alone.some(({ all }) => all.includes(one)));
  const phases = [];
  if (torch.length > 0)
    phases.push({
      name: "torch",
      wanted: torch,
      why: "First, because the base lacks it and the others are built on it."
    });
  if (light.length > 0)
    phases.push({ name: "libraries", wanted: light, why: "Light packages share a layer." });
  for (const { name, all } of [...alone.filter(isFree), ...alone.filter((one) => !isFree(one))]) {
    const phase = { name: freeName(name, phases), wanted: all, why: whyAlone(name, all) };
    phases.push(isOptional(all) ? { ...phase, optional: true } : phase);
  }
  return phases;
}
function holdsTorch(image) {
  return /torch/i.test(image);
}
function isBesideTorch({ requirement: requirement2 }) {
  return BESIDE_TORCH.includes(requirement2.normalised) && !isHeavy(requirement2.normalised);
}
function byName(wanted) {
  const names2 = [...new Set(wanted.map(({ requirement: requirement2 }) => requirement2.normalised))];
  return names2.map((name) => ({
    name,
    all: wanted.filter(({ requirement: requirement2 }) => requirement2.normalised === name)
  }));
}
function isFree({ name }) {
  return !BOUND_TO_TORCH.has(name);
}
function freeName(distribution, phases) {
  const name = slug(normaliseName(distribution), "package");
  return phases.some((phase) => phase.name === name) ? `${name}-alone` : name;
}
function isOptional(all) {
  return all.every((one) => one.optional);
}
function whyAlone(name, all) {
  const why = isOptional(all) ? "Optional, because the source goes on without it. " : "";
  return `${why}${whyHeavy(name)}`;
}
function whyHeavy(name) {
  return BOUND_TO_TORCH.has(name) ? "Last and alone: its binary fits one version of torch only. Where the index has no such wheel, it is compiled for hours." : "Alone, so that its size and its failures show as its own.";
}

// src/init/make-draft.ts
var MOST_SYSTEM_PACKAGES = 300;
var MOST_FILES2 = 100;
var MOST_VARIABLES = 200;
function makeDraft(outline, from, folderName) {
  const packages = goodPackages(outline);
  const { wanted, bound: bound2, torch } = packages;
  const base = chooseBase(outline, wanted);
  const files = goodFiles(outline.files);
  const command = goodCommand(outline.command);
  const run2 = goodRun(outline);
  const env = Object.entries(outline.env);
  const notes = [
    ...outline.notes,
    ...outline.requests.flatMap((request) => request.notes),
    ...packages.notes,
    ...files.notes,
    ...command.notes,
    ...run2.notes,
    ...tooMany("variables", env.length, MOST_VARIABLES),
    ...tooMany("system packages", outline.systemPackages.length, MOST_SYSTEM_PACKAGES)
  ];
  const { workdir } = outline;
  return {
    from,
    name: slug(outline.name ?? folderName),
    base,
    indexes: bound2.indexes,
    systemPackages: unique(outline.systemPackages).slice(0, MOST_SYSTEM_PACKAGES),
    phases: splitPhases(wanted, base.image),
    torchBackend: torch.backend,
    run: run2.run,
    files: files.files,
    env: Object.fromEntries(env.slice(0, MOST_VARIABLES)),
    workdir: workdir === void 0 || imagePathFault(workdir) !== void 0 ? void 0 : workdir,
    command: command.command,
    groups: outline.groups,
    notes: inSourceOrder(notes)
  };
}
function goodPackages({ requests }) {
  const { wanted, notes } = judgeRequirements(
    requests.flatMap((request) => request.asked),
    requests.flatMap((request) => request.constraints)
  );
  const nameOf3 = ({ requirement: requirement2 }) => requirement2.normalised;
  const bound2 = bindIndexes(
    requests.flatMap((request) => request.indexes),
    new Set(wanted.map(nameOf3).filter(isDistributionName)),
    new Set(wanted.filter(({ requirement: requirement2 }) => requirement2.source !== void 0).map(nameOf3))
  );
  const torch = chooseBackend(
    requests.flatMap((request) => request.torchBackends),
    bound2.indexes
  );
  return { wanted, bound: bound2, torch, notes: [...notes, ...bound2.notes, ...torch.notes] };
}
function inSourceOrder(notes) {
  const files = [...new Set(notes.flatMap(({ at }) => at?.file ?? []))];
  const rank = ({ at }) => at === void 0 ? files.length : files.indexOf(at.file);
  return notes.toSorted((a, b) => rank(a) - rank(b) || (a.at?.line ?? 0) - (b.at?.line ?? 0));
}
function unique(asked2) {
  return [...new Set(asked2.map(({ text: text2 }) => text2))];
}
function goodFiles(copied) {
  const files = /* @__PURE__ */ new Map();
  const notes = [];
  for (const file of copied) {
    const fault = relativePathFault(file.from) ?? targetPathFault(file.to);
    const what = `the copy of ${shown(file.from)} to ${shown(file.to)}`;
    if (fault !== void 0) notes.push({ message: `${what}: the path ${fault}` });
    else if (files.has(file.to))
      notes.push({ message: `${what}, where another copy goes: put both into one folder` });
    else if (files.size >= MOST_FILES2)
      notes.push({ message: `${what}, one more than ${MOST_FILES2}: copy a folder` });
    else files.set(file.to, file);
  }
  return { files: [...files.values()], notes };
}
function goodCommand(command) {
  if (command === void 0) return { command, notes: [] };
  const text2 = command.join(" ");
  const isShort = command.length <= 200;
  if (command[0]?.trim() !== "" && isShort && command.every(isPlain) && !holdsSecret(text2))
    return { command, notes: [] };
  const message = `the command ${shown(text2)}, as it is empty, holds a secret or isn't plain text`;
  return { command: void 0, notes: [{ message }] };
}
var MOST_COMMANDS = 100;
function goodRun({ run: run2, files }) {
  const isCopied = (word) => files.some(({ to }) => word === to || word.startsWith(`${to}/`));
  const good = run2.filter(({ words }) => !words.some(isCopied) && words.every(isPlain));
  const notes = run2.filter((command) => !good.includes(command)).map(({ words, at }) => ({
    message: `the command ${shown(words.join(" "))}, which reads files of the repository: they are copied after all phases`,
    at
  }));
  return {
    run: good.slice(0, MOST_COMMANDS).map(({ words }) => words),
    notes: [...notes, ...tooMany("commands", good.length, MOST_COMMANDS)]
  };
}
function isPlain(part2) {
  return !holdsSecret(part2) && !/[\u0000-\u0008\u000b-\u001f]/.test(part2);
}
function tooMany(what, count, most) {
  return count > most ? [{ message: `${count - most} more ${what} than the ${most} that a manifest is given` }] : [];
}

// src/init/python-projects/read-cog.ts
import { relative as relative4 } from "node:path";

// src/init/plain-data.ts
function table(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
function list(value) {
  return Array.isArray(value) ? value : [];
}
function texts(value) {
  return list(value).filter((entry) => typeof entry === "string");
}
function text(value) {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : void 0;
}
function below(value, ...keys) {
  return keys.reduce(
    (at, key) => Object.hasOwn(table(at), key) ? table(at)[key] : void 0,
    value
  );
}

// src/init/python-projects/read-cog.ts
var READ = /* @__PURE__ */ new Set([
  ...["gpu", "cuda", "python_version", "python_packages", "python_requirements", "system_packages", "run"]
]);
async function readCog(path, at) {
  const file = relative4(at.folder, path);
  const { data, document } = parse3(await readSource(path, at), file);
  const cog = { build: below(data, "build"), at: (...where) => locate(document, ["build", ...where]) };
  const effects = runs(cog);
  const { requests } = await followRequest(pythonRequest(cog), at);
  const version = text(below(cog.build, "python_version"));
  return {
    ...EMPTY_OUTLINE,
    name: text(below(data, "image")),
    gpu: below(cog.build, "gpu") === true,
    python: version && /^\d[\d.]*$/.test(version) ? `==${minorVersion(version)}.*` : void 0,
    requests: [...requests, ...effects.map(({ request }) => request)],
    systemPackages: [...systemPackages(cog), ...effects.flatMap((effect) => effect.systemPackages)],
    run: effects.flatMap(({ run: run2, at: at2 }) => run2 ? [{ words: run2, at: at2 }] : []),
    notes: [...buildNotes(cog), ...topNotes(data, document)]
  };
}
function parse3(content, file) {
  try {
    const document = readDocument(content, file);
    return { data: document.yaml.toJS({ maxAliasCount: 50 }), document };
  } catch (error) {
    const location = error instanceof ManifestError ? error.location : void 0;
    throw sourceError(location ?? { file }, "can't be read as YAML", error);
  }
}
function pythonRequest(cog) {
  const requirements = text(below(cog.build, "python_requirements"));
  const at = cog.at("python_requirements");
  return {
    ...EMPTY_REQUEST,
    asked: asked(cog, "python_packages"),
    requirementFiles: requirements === void 0 ? [] : [{ path: requirements, at }]
  };
}
function asked(cog, key) {
  return texts(below(cog.build, key)).map((entry, index) => ({ text: entry, at: cog.at(key, index) }));
}
function systemPackages(cog) {
  return asked(cog, "system_packages").filter(({ text: name }) => systemPackageFault(name) === void 0);
}
function runs(cog) {
  return list(below(cog.build, "run")).flatMap((entry, index) => {
    const script = text(entry) ?? text(below(entry, "command")) ?? "";
    const at = cog.at("run", index);
    const alone = text(entry) !== void 0 || below(entry, "mounts") === void 0;
    const commands = shellCommands(script, () => void 0);
    const own = commands.map((command) => ({ ...command, exact: command.exact && alone }));
    return readScript(own, at).map((effect) => ({ ...effect, at }));
  });
}
function buildNotes(cog) {
  const cuda = text(below(cog.build, "cuda"));
  const others = Object.keys(table(cog.build)).filter((key) => !READ.has(key));
  return [
    ...cuda === void 0 ? [] : [{ message: `CUDA ${shown(cuda)}: the base image decides`, at: cog.at("cuda") }],
    ...others.map((key) => ({ message: shown(`build.${key}`), at: cog.at(key) }))
  ];
}
function topNotes(data, document) {
  return Object.keys(table(data)).filter((key) => key !== "build" && key !== "image").map((key) => {
    const why = key === "predict" ? ": a RunPod worker starts with a handler that calls it" : "";
    const value = text(below(data, key));
    return {
      message: `${shown(value === void 0 ? key : `${key}: ${value}`)}${why}`,
      at: locate(document, [key])
    };
  });
}

// src/init/python-projects/read-pyproject.ts
import { relative as relative5 } from "node:path";

// src/init/source-lines.ts
function linesOf(content, file) {
  const lines = content.split(/\r\n|\r|\n/);
  return {
    find(text2) {
      const isValue = (line) => line.includes(`"${text2}"`) || line.includes(`'${text2}'`);
      const isKey = (line) => line.trimStart().startsWith(text2);
      const value = lines.findIndex(isValue);
      const index = value < 0 ? lines.findIndex(isKey) : value;
      return index < 0 || text2 === "" ? { file } : { file, line: index + 1 };
    }
  };
}

// src/init/python-projects/poetry-version.ts
function poetryVersion(constraint) {
  const text2 = constraint.trim();
  if (text2 === "" || text2 === "*") return "";
  if (text2.includes("||") || text2.includes("|")) return void 0;
  const parts = text2.split(/\s*,\s*|\s+(?=[<>=!~^])/).map(part);
  return parts.every((converted) => converted !== void 0) ? parts.join(",") : void 0;
}
function part(text2) {
  const [, operator = "", rest = ""] = /^(\^|~(?!=)|[<>=!~]{1,3})?\s*(.*)$/s.exec(text2) ?? [];
  if (!/^v?\d[\w.+!*-]*$/.test(rest)) return void 0;
  const numbers = /^\d+(?:\.\d+)*/.exec(rest)?.[0].split(".").map(Number) ?? [];
  if (operator === "^") return `>=${rest},<${caretBound(numbers)}`;
  if (operator === "~") return `>=${rest},<${bound(numbers, numbers.length > 1 ? 1 : 0)}`;
  if (operator === "" || operator === "=") return `==${rest}`;
  return `${operator}${rest}`;
}
function caretBound(numbers) {
  const first = numbers.findIndex((number) => number > 0);
  return bound(numbers, first < 0 ? numbers.length - 1 : first);
}
function bound(numbers, at) {
  return numbers.slice(0, at + 1).map((number, index) => index === at ? number + 1 : number).join(".");
}

// src/init/python-projects/poetry.ts
function readPoetry(data, lines) {
  const poetry = below(data, "tool", "poetry");
  const dependencies = Object.entries(table(below(poetry, "dependencies")));
  const read = dependencies.filter(([name]) => name !== "python").map(([name, value]) => dependency(name, value, lines));
  const notes = read.flatMap(({ note }) => note ?? []);
  return {
    name: text(below(poetry, "name")),
    python: poetryVersion(text(below(poetry, "dependencies", "python")) ?? ""),
    requests: [
      { ...EMPTY_REQUEST, asked: read.flatMap(({ asked: asked2 }) => asked2 ?? []), indexes: indexes(poetry, lines) }
    ],
    groups: groups(poetry, lines),
    notes
  };
}
function dependency(name, value, lines) {
  const at = lines.find(name);
  const note = (message) => ({ note: { message, at } });
  const version = text(value) ?? text(below(value, "version"));
  const elsewhere = ["git", "path", "url"].map((key) => text(below(value, key))).find(Boolean);
  const isFile = elsewhere !== void 0 && below(value, "git") === void 0 && isFileName(elsewhere);
  if (isFile && below(value, "optional") !== true) {
    return { asked: { text: requirement(name, value, ` @ ${elsewhere} `).trim(), at } };
  }
  if (elsewhere !== void 0) {
    return note(
      `${shown(name)} from ${shown(elsewhere)}: install a released version, or copy its code with \`files\``
    );
  }
  if (below(value, "optional") === true) {
    return note(`the optional dependency ${shown(name)}: add it to a phase when the image needs it`);
  }
  const specifier = version === void 0 ? void 0 : poetryVersion(version);
  if (specifier === void 0) {
    return note(`${shown(name)} in the version ${shown(version ?? "")}, which a requirement can't say`);
  }
  return { asked: { text: requirement(name, value, specifier), at } };
}
function requirement(name, value, specifier) {
  const extras = texts(below(value, "extras"));
  const python = poetryVersion(text(below(value, "python")) ?? "");
  const marks = [
    text(below(value, "markers")),
    ...(python ?? "").split(",").filter(Boolean).map((part2) => part2.replace(/^([<>=!~]+)(.*)$/, 'python_version $1 "$2"'))
  ].filter(Boolean);
  const marker = marks.length > 0 ? `; ${marks.join(" and ")}` : "";
  return `${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}${specifier}${marker}`;
}
function groups(poetry, lines) {
  const named = Object.entries(table(below(poetry, "group"))).map(
    ([name, value]) => [name, below(value, "dependencies")]
  );
  const old = [["dev", below(poetry, "dev-dependencies")]];
  return [...named, ...old].flatMap(([name, value]) => {
    const read = Object.entries(table(value)).map(([one, version]) => dependency(one, version, lines));
    const packages = read.flatMap(({ asked: asked2 }) => asked2?.text ?? []);
    const at = lines.find(`[tool.poetry.group.${name}`);
    return packages.length === 0 ? [] : [{ title: `the dependency group ${shown(name)}`, name, packages, at }];
  });
}
function indexes(poetry, lines) {
  return list(below(poetry, "source")).flatMap((source) => {
    const url = text(below(source, "url"));
    const name = text(below(source, "name"));
    if (url === void 0 || name === void 0) return [];
    const packages = Object.entries(table(below(poetry, "dependencies"))).filter(([, value]) => text(below(value, "source")) === name).map(([dependencyName]) => normaliseName(dependencyName));
    return [{ url, name, packages: packages.length > 0 ? packages : void 0, at: lines.find(url) }];
  });
}

// src/init/python-projects/uv-settings.ts
function readUv(request, data, lines) {
  const uv = below(data, "tool", "uv");
  const sources = readSources(below(uv, "sources"), lines);
  const constraints = texts(below(uv, "constraint-dependencies")).map((entry) => ({
    text: entry,
    at: lines.find(entry)
  }));
  const overrides = texts(below(uv, "override-dependencies")).map((entry) => ({
    message: `the override ${shown(entry)}: write it as a requirement of a phase, if everything else allows it`,
    at: lines.find(entry)
  }));
  const fromElsewhere = new Set(sources.elsewhere.map(({ name }) => name));
  const asked2 = request.asked.filter((one) => !fromElsewhere.has(leadingName(one.text))).map((one) => atSource(one, sources.files.get(leadingName(one.text))));
  return {
    ...request,
    asked: asked2,
    constraints: [...request.constraints, ...constraints],
    indexes: [...request.indexes, ...indexes2(below(uv, "index"), sources.byIndex, lines)],
    torchBackends: [...request.torchBackends, ...backends(uv, lines)],
    notes: [...request.notes, ...overrides, ...sources.elsewhere.map(({ note }) => note)]
  };
}
function atSource(one, target) {
  if (target === void 0) return one;
  const [, front = ""] = /^\s*([\w.-]+(?:\[[^\]]*\])?)/.exec(one.text) ?? [];
  const marker = one.text.includes(";") ? ` ;${one.text.slice(one.text.indexOf(";") + 1)}` : "";
  return { ...one, text: `${front} @ ${target}${marker}` };
}
function backends(uv, lines) {
  const named = [below(uv, "torch-backend"), below(uv, "pip", "torch-backend")].map(text);
  return named.flatMap(
    (backend) => backend === void 0 ? [] : [{ text: backend, at: lines.find("torch-backend") }]
  );
}
function readSources(value, lines) {
  const byIndex = /* @__PURE__ */ new Map();
  const elsewhere = [];
  const files = /* @__PURE__ */ new Map();
  for (const [name, entry] of Object.entries(table(value))) {
    const index = chosenIndex(Array.isArray(entry) ? entry : [entry]);
    if (index !== void 0) byIndex.set(index, [...byIndex.get(index) ?? [], name]);
    else if (fileOf(entry) !== void 0) files.set(normaliseName(name), fileOf(entry) ?? "");
    else elsewhere.push({ name: normaliseName(name), note: elsewhereNote(name, entry, lines) });
  }
  return { files, byIndex, elsewhere };
}
function chosenIndex(entries2) {
  const indexes3 = entries2.flatMap((one) => {
    const name = text(below(one, "index"));
    const isExtra = below(one, "extra") !== void 0 || below(one, "group") !== void 0;
    return name === void 0 ? [] : [{ name, isExtra }];
  });
  const free = indexes3.find((one) => !one.isExtra);
  return (free ?? indexes3.find(({ name }) => /cu\d{2,3}/.test(name)) ?? indexes3[0])?.name;
}
function fileOf(entry) {
  if (["marker", "subdirectory"].some((key) => below(entry, key) !== void 0)) return void 0;
  const target = text(below(entry, "url")) ?? text(below(entry, "path"));
  return target !== void 0 && isFileName(target) ? target : void 0;
}
function elsewhereNote(name, entry, lines) {
  const where = text(below(entry, "git")) ?? text(below(entry, "url")) ?? text(below(entry, "path"));
  const from = where === void 0 ? "this workspace" : shown(where);
  return {
    message: `${shown(name)} from ${from}: install a released version, or copy its code with \`files\``,
    at: lines.find(name)
  };
}
function indexes2(value, byIndex, lines) {
  return list(value).flatMap((entry) => {
    const url = text(below(entry, "url"));
    const name = text(below(entry, "name"));
    const isUnused = below(entry, "explicit") === true && (name === void 0 || !byIndex.has(name));
    if (url === void 0 || isUnused) return [];
    return [{ url, name, packages: name === void 0 ? void 0 : byIndex.get(name), at: lines.find(url) }];
  });
}

// src/init/python-projects/read-pyproject.ts
async function readPyproject(path, at) {
  const file = relative5(at.folder, path);
  const content = await readSource(path, at);
  const data = parseToml(content, file);
  const lines = linesOf(content, file);
  const project = below(data, "project");
  const poetry = readPoetry(data, lines);
  const own = readUv(projectRequest(data, lines), data, lines);
  const requests = [];
  for (const request of [own, ...poetry.requests]) {
    requests.push(...(await followRequest(request, at)).requests);
  }
  return {
    ...EMPTY_OUTLINE,
    name: text(below(project, "name")) ?? poetry.name,
    python: text(below(project, "requires-python")) ?? poetry.python,
    requests,
    groups: [...groups2(data, lines), ...poetry.groups],
    notes: poetry.notes
  };
}
function parseToml(content, file) {
  try {
    return parse(content);
  } catch (error) {
    const place = error instanceof TomlError ? { line: error.line, column: error.column } : {};
    throw sourceError({ file, ...place }, "can't be read as TOML", error);
  }
}
function projectRequest(data, lines) {
  const project = below(data, "project");
  const dependencies = texts(below(project, "dependencies"));
  const dynamic = texts(below(project, "dynamic")).includes("dependencies");
  const files = dynamic ? below(data, "tool", "setuptools", "dynamic", "dependencies", "file") : void 0;
  const named = [...texts(files), ...typeof files === "string" ? [files] : []];
  const message = "the dependencies, which the project's build works out (`dynamic`)";
  const notes = dynamic && named.length === 0 ? [{ message, at: lines.find("dynamic") }] : [];
  return {
    ...EMPTY_REQUEST,
    asked: dependencies.map((entry) => ({ text: entry, at: lines.find(entry) })),
    requirementFiles: named.map((path) => ({ path, at: lines.find(path) })),
    notes
  };
}
function groups2(data, lines) {
  const extras = Object.entries(table(below(data, "project", "optional-dependencies")));
  const development = Object.entries(table(below(data, "dependency-groups")));
  return [
    ...extras.map(([name, value]) => group("the extra", name, value, lines)),
    ...development.map(([name, value]) => group("the dependency group", name, value, lines))
  ].filter(({ packages }) => packages.length > 0);
}
function group(kind, name, value, lines) {
  const included = list(value).flatMap((entry) => text(below(entry, "include-group")) ?? []);
  const more = included.length > 0 ? `, which includes ${included.map(shown).join(", ")}` : "";
  const packages = texts(value);
  return { title: `${kind} ${shown(name)}${more}`, name, packages, at: lines.find(packages[0] ?? name) };
}

// src/init/render-manifest.ts
var import_yaml = __toESM(require_dist(), 1);

// src/init/choose/known-imports.ts
var RENAMED = /* @__PURE__ */ new Map([
  ["beautifulsoup4", "bs4"],
  ["coqui-tts", "TTS"],
  ["descript-audio-codec", "dac"],
  ["ffmpeg-python", "ffmpeg"],
  ["google-cloud-speech", "google.cloud.speech"],
  ["google-cloud-storage", "google.cloud.storage"],
  ["google-cloud-texttospeech", "google.cloud.texttospeech"],
  ["hydra-core", "hydra"],
  ["nemo-toolkit", "nemo"],
  ["onnxruntime-gpu", "onnxruntime"],
  ["openai-whisper", "whisper"],
  ["opencv-contrib-python", "cv2"],
  ["opencv-python", "cv2"],
  ["opencv-python-headless", "cv2"],
  ["pillow", "PIL"],
  ["protobuf", "google.protobuf"],
  ["python-dateutil", "dateutil"],
  ["python-dotenv", "dotenv"],
  ["python-multipart", "python_multipart"],
  ["pyyaml", "yaml"],
  ["scikit-image", "skimage"],
  ["scikit-learn", "sklearn"],
  ["tts", "TTS"]
]);
var SAME = names(`
  accelerate aiohttp av boto3 cached-path click ctranslate2 datasets diffusers einops ema-pytorch
  fastapi faster-whisper flash-attn funasr gradio httpx huggingface-hub jiwer joblib librosa matplotlib
  modelscope nltk numba numpy onnx onnxruntime openai pandas peft phonemizer pydantic pydub pypinyin
  requests rjieba runpod safetensors scipy sentencepiece soundfile soxr speechbrain tensorflow tiktoken timm
  tokenizers tomli torch torchaudio torchdiffeq torchvision tqdm transformers triton unidecode uvicorn vllm
  vocos wandb x-transformers xformers
`);
function importsOf(normalisedName) {
  const capability = capabilityOf(normalisedName);
  if (capability !== void 0) return capability.modules;
  const renamed = RENAMED.get(normalisedName);
  if (renamed !== void 0) return [renamed];
  return SAME.has(normalisedName) ? [normalisedName.replaceAll("-", "_")] : [];
}

// src/init/render-notes.ts
var MOST_NOTES = 200;
var MOST_IN_GROUP = 40;
function noteComment(draft) {
  const head = [
    `Written by \`surelayer init\` from ${draft.from}. Next: surelayer validate, surelayer plan.`
  ];
  const notes = draft.notes.slice(0, MOST_NOTES).map((note) => ` - ${describeNote(note)}`);
  const more = draft.notes.length - notes.length;
  if (notes.length > 0)
    head.push("Not carried over:", ...notes, ...more > 0 ? [` - and ${more} more`] : []);
  return head.map((line) => ` ${plain(line)}`).join("\n");
}
function describeNote({ message, at }) {
  return at === void 0 ? message : `${describeLocation({ file: at.file, ...at.line && { line: at.line } })}: ${message}`;
}
function groupComment(groups3) {
  const lines = groups3.slice(0, MOST_IN_GROUP).flatMap(({ title, name, packages, at }) => [
    `${describeNote({ message: title, at })}:`,
    `  - name: ${name}`,
    `    packages: [${packages.slice(0, MOST_IN_GROUP).map((one) => JSON.stringify(one)).join(", ")}]`
  ]);
  const head = "Installed only on demand by the source, so left out here; move what the image needs to `phases`:";
  return [head, ...lines].map((line) => ` ${plain(line)}`).join("\n");
}
function plain(text2) {
  return withoutSecrets(text2).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ");
}

// src/init/starter.ts
var HEADER = "# yaml-language-server: $schema=https://raw.githubusercontent.com/surelayer/surelayer/v0/install.schema.json";
function starterManifest(name) {
  return `${HEADER}
# Where to go from here: surelayer validate, surelayer plan, surelayer build.
version: 1
name: ${name}
base:
  # A base with CUDA and torch is, for example, runpod/pytorch:1.0.7-cu1281-torch280-ubuntu2204.
  image: python:3.12-slim
# Each phase becomes a layer of the image and is tried again on its own when its installation fails.
phases:
  - name: runpod-sdk
    packages: ["runpod>=1.7"]
    # What Python imports; the build tries it.
    imports: [runpod]
#  - name: language-models
#    packages: ["transformers>=4.48"]
#    imports: [transformers]
#    optional: true # when it can't be installed, the image is built without it, and every report says so
# What is copied into the image, relative to this file, and what the image runs:
# files:
#   - { from: src, to: /app }
# workdir: /app
# command: [python, -u, /app/handler.py]
# env: { HF_HOME: /runpod-volume/huggingface-cache }
`;
}

// src/init/render-manifest.ts
var SHORT = 70;
function renderManifest(draft) {
  const phases = draft.phases.length > 0 ? draft.phases : [STARTER];
  const data = {
    version: 1,
    name: draft.name,
    base: { image: draft.base.image },
    ...whenAny("indexes", draft.indexes),
    ...whenAny("system_packages", draft.systemPackages),
    phases: [...phases.map(phaseData), ...commandPhase(draft)],
    ...whenAny("files", draft.files),
    ...Object.keys(draft.env).length > 0 ? { env: draft.env } : {},
    ...draft.workdir === void 0 ? {} : { workdir: draft.workdir },
    ...draft.command === void 0 ? {} : { command: draft.command },
    ...draft.torchBackend === void 0 ? {} : { install: { torch_backend: draft.torchBackend } }
  };
  const document = new import_yaml.Document(data, { compat: "yaml-1.1" });
  const root = document.contents;
  flattenShortLists(root);
  comment(root, "base", draft.base.remarks);
  comment(root, "command", ["Runs without a shell and without the base's entry point."]);
  commentPhases(root.get("phases"), phases);
  commentCommands(root.get("phases"), draft);
  document.commentBefore = noteComment(draft);
  if (draft.groups.length > 0) document.comment = groupComment(draft.groups);
  return `${HEADER}
${document.toString({ lineWidth: 0, flowCollectionPadding: false })}`;
}
var STARTER = {
  name: "runpod-sdk",
  wanted: [],
  why: "The source installs no Python package that could be carried over; a worker for RunPod needs at least this."
};
function whenAny(key, values) {
  return values.length > 0 ? { [key]: values } : {};
}
function phaseData({ name, wanted, optional }) {
  if (wanted.length === 0) return { name, packages: ["runpod>=1.7"], imports: ["runpod"] };
  const imports = wanted.flatMap(
    (one) => one.requirement.marker === void 0 ? importsOf(one.requirement.normalised) : []
  );
  const isBound = wanted.every(({ requirement: requirement2 }) => BOUND_TO_TORCH.has(requirement2.normalised));
  return {
    name,
    packages: wanted.map(({ text: text2 }) => text2),
    ...whenAny("imports", [...new Set(imports)]),
    ...isBound ? { binary_for: ["torch"] } : {},
    ...optional ? { optional } : {}
  };
}
function commandPhase({ run: run2, phases }) {
  if (run2.length === 0) return [];
  const name = phases.some((phase) => phase.name === "commands") ? "commands-of-source" : "commands";
  return [{ name, run: run2 }];
}
function commentCommands(nodes, { run: run2 }) {
  const node = nodes.items.at(-1);
  if (run2.length === 0 || !(0, import_yaml.isMap)(node)) return;
  node.commentBefore = " Commands of the source, by their words: no shell reads them. What they leave is unknown to the plan; `run_size: 2GB` says it.";
}
function commentPhases(nodes, phases) {
  for (const [index, phase] of phases.entries()) {
    const node = nodes.items[index];
    if (!(0, import_yaml.isMap)(node)) continue;
    const unknown = phase.wanted.filter(({ requirement: requirement2 }) => importsOf(requirement2.normalised).length === 0);
    const names2 = [...new Set(unknown.map(({ requirement: requirement2 }) => requirement2.normalised))].join(", ");
    const add = `What Python imports for these isn't known here; add it to \`imports\`: ${names2}`;
    node.commentBefore = commentOf(names2 === "" ? [phase.why] : [phase.why, add]);
  }
}
function comment(root, key, lines) {
  const pair2 = root.items.find((item) => (0, import_yaml.isScalar)(item.key) && item.key.value === key);
  if (pair2 === void 0 || lines.length === 0) return;
  pair2.key.commentBefore = commentOf(lines);
}
function commentOf(lines) {
  return lines.map((line) => ` ${plain(line)}`).join("\n");
}
function flattenShortLists(node) {
  if ((0, import_yaml.isSeq)(node) && node.items.every((item) => (0, import_yaml.isScalar)(item))) {
    node.flow = node.items.map((item) => String(item.value)).join(", ").length <= SHORT;
  } else if ((0, import_yaml.isSeq)(node)) for (const item of node.items) flattenShortLists(item);
  else if ((0, import_yaml.isMap)(node)) for (const pair2 of node.items) flattenShortLists(pair2.value);
}

// src/init/init-manifest.ts
async function initManifest(options, ports) {
  const isPrinted = options.output === "-";
  const target = resolve2(options.folder, isPrinted ? "install.yml" : options.output);
  if (!isPrinted && !options.force && await ports.files.exists(target)) {
    throw new UsageError(`${options.output} is there already, and nothing was changed.`, {
      remedy: "Write to another file with `-o FILE`, print with `-o -`, or overwrite it with `--force`."
    });
  }
  const { text: text2, told } = await makeManifest(options, target, ports);
  parseManifest(text2, options.output);
  if (isPrinted) ports.print(text2);
  else {
    await write(target, text2, ports);
    ports.log.info(`${options.output} is written ${told}`);
  }
}
async function makeManifest(options, target, ports) {
  const source = await findSource(options, ports);
  if (source === void 0) {
    const name = slug(basename3(dirname3(target)));
    return { text: starterManifest(name), told: "to begin with: there was nothing here to make it from." };
  }
  const folder = dirname3(source.path);
  const at = {
    files: ports.files,
    folder,
    source: source.path,
    ...await placesOf(folder, options, ports)
  };
  const outline = await withHandler(await readOutline(source, at), at);
  const from = relative6(options.folder, source.path);
  const files = outline.files.map((file) => ({ ...file, from: relative6(dirname3(target), file.from) || "." }));
  const requests = outline.requests.map((request) => ({
    ...request,
    asked: request.asked.map(
      (one) => one.file === void 0 ? one : { ...one, file: relative6(dirname3(target), one.file) }
    )
  }));
  const draft = makeDraft({ ...outline, files, requests }, from, basename3(folder));
  const phases = Math.max(draft.phases.length, 1);
  const count = draft.notes.length;
  const left = count === 0 ? "" : `; it begins with the ${count} ${count === 1 ? "thing" : "things"} that it can't hold`;
  return {
    text: renderManifest(draft),
    told: `from ${from}, with ${phases} ${phases === 1 ? "phase" : "phases"}${left}.`
  };
}
async function placesOf(folder, { folder: working, context }, ports) {
  const repository = await repositoryRoot(folder, ports);
  const root = repository === folder && isInside(working, folder) ? working : repository;
  return { root, working, context: context === void 0 ? void 0 : resolve2(working, context) };
}
async function findSource(options, ports) {
  if (options.from === void 0) return firstOf(options.folder, ports);
  const path = resolve2(options.folder, options.from);
  const isFolder = await ports.files.exists(`${path}/.`);
  return isFolder ? firstOf(path, ports) : sourceOf(path);
}
async function firstOf(folder, { files, log }) {
  const [first, ...others] = await detectSources(folder, files);
  if (first !== void 0 && others.length > 0) {
    const names2 = others.map(({ path }) => relative6(folder, path)).join(", ");
    log.info(`Made from ${relative6(folder, first.path)}; also here: ${names2} (\`--from\` chooses).`);
  }
  return first;
}
async function readOutline({ path, kind }, at) {
  switch (kind) {
    case "dockerfile":
      return readDockerfile(path, at);
    case "pyproject":
      return readPyproject(path, at);
    case "cog":
      return readCog(path, at);
    case "requirements": {
      const request = readRequirementLines(await readSource(path, at), basename3(path));
      const { requests } = await followRequest(request, at);
      return { ...EMPTY_OUTLINE, requests };
    }
  }
}
async function write(path, text2, { files }) {
  try {
    await files.write(path, text2);
  } catch (error) {
    throw new UsageError(`${path} can't be written: ${messageOf(error)}`, { cause: error });
  }
}
export {
  initManifest
};
