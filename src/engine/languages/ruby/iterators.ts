/** Methods that run their block once for each element (RuboCop's list of iterating methods, the common part). */
export const iterators: ReadonlySet<string> = new Set(
  (
    'each each_with_index each_with_object each_pair each_key each_value each_slice each_cons each_entry each_char each_line ' +
    'each_byte each_index reverse_each find_each find_in_batches in_batches map map! flat_map collect collect! collect_concat ' +
    'filter_map select select! filter filter! reject reject! find find_all find_index detect partition group_by sort_by ' +
    'sort_by! min_by max_by minmax_by sum count any? all? none? one? inject reduce zip times upto downto step cycle ' +
    'transform_values transform_keys to_h uniq delete_if keep_if take_while drop_while chunk_while slice_when index_by tally_by'
  ).split(' '),
);
