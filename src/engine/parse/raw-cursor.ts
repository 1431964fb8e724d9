import { Parser, type Tree } from 'web-tree-sitter';

/**
 * The runtime's own cursor functions, by their names in its WebAssembly module. The public `TreeCursor` writes its four
 * words into the module's memory before each property and reads them back after each step, which is two thirds of the cost
 * of copying a tree; one cursor at a time can leave them there. The package's version is pinned, and `loadRuntime` refuses
 * one that has no such functions.
 */
interface CursorFunctions {
  _ts_tree_root_node_wasm(tree: number): void;
  _ts_tree_cursor_new_wasm(tree: number): void;
  _ts_tree_cursor_delete_wasm(tree: number): void;
  _ts_tree_cursor_goto_first_child_wasm(tree: number): number;
  _ts_tree_cursor_goto_next_sibling_wasm(tree: number): number;
  _ts_tree_cursor_goto_parent_wasm(tree: number): number;
  _ts_tree_cursor_current_node_type_id_wasm(tree: number): number;
  _ts_tree_cursor_current_node_is_missing_wasm(tree: number): number;
  _ts_tree_cursor_current_field_id_wasm(tree: number): number;
  _ts_tree_cursor_start_index_wasm(tree: number): number;
  _ts_tree_cursor_end_index_wasm(tree: number): number;
}

const names: readonly (keyof CursorFunctions)[] = [
  '_ts_tree_root_node_wasm',
  '_ts_tree_cursor_new_wasm',
  '_ts_tree_cursor_delete_wasm',
  '_ts_tree_cursor_goto_first_child_wasm',
  '_ts_tree_cursor_goto_next_sibling_wasm',
  '_ts_tree_cursor_goto_parent_wasm',
  '_ts_tree_cursor_current_node_type_id_wasm',
  '_ts_tree_cursor_current_node_is_missing_wasm',
  '_ts_tree_cursor_current_field_id_wasm',
  '_ts_tree_cursor_start_index_wasm',
  '_ts_tree_cursor_end_index_wasm',
];

/** Emscripten fills the object that it is given as options with the module's functions. */
const runtime = {} as CursorFunctions;
let loading: Promise<void> | undefined;

/**
 * Loads the parser's runtime; once per process.
 * @throws Error when the runtime is not the one this code was written for.
 */
export function loadRuntime(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  await Parser.init(runtime as Parameters<typeof Parser.init>[0]);
  const missing = names.filter((name) => typeof runtime[name] !== 'function');
  if (missing.length > 0) throw new Error(`this version of web-tree-sitter has no ${missing.join(', ')}`);
}

/** A walk over a parsed tree. Between `new` and `delete` nothing else of the parser may be used. */
export class RawCursor {
  /** Address of the tree, which the package keeps under this key. */
  private readonly address: number;

  constructor(tree: Tree) {
    this.address = (tree as unknown as Readonly<Record<0, number>>)[0];
    // Each finds what the one before it left in the module's transfer buffer.
    runtime._ts_tree_root_node_wasm(this.address);
    runtime._ts_tree_cursor_new_wasm(this.address);
  }

  get symbol(): number {
    return runtime._ts_tree_cursor_current_node_type_id_wasm(this.address);
  }

  get fieldId(): number {
    return runtime._ts_tree_cursor_current_field_id_wasm(this.address);
  }

  /** In UTF-16 units, as `end` is. */
  get start(): number {
    return runtime._ts_tree_cursor_start_index_wasm(this.address);
  }

  get end(): number {
    return runtime._ts_tree_cursor_end_index_wasm(this.address);
  }

  get isMissing(): boolean {
    return runtime._ts_tree_cursor_current_node_is_missing_wasm(this.address) === 1;
  }

  gotoFirstChild(): boolean {
    return runtime._ts_tree_cursor_goto_first_child_wasm(this.address) === 1;
  }

  gotoNextSibling(): boolean {
    return runtime._ts_tree_cursor_goto_next_sibling_wasm(this.address) === 1;
  }

  gotoParent(): boolean {
    return runtime._ts_tree_cursor_goto_parent_wasm(this.address) === 1;
  }

  /** Frees the cursor. */
  delete(): void {
    runtime._ts_tree_cursor_delete_wasm(this.address);
  }
}
