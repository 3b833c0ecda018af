package dev.assent.platform.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// One bound on RocksDB's memory for all stores of the process, those of several services included.
/// Kafka Streams' own settings give each partition's store a cache of 50 MiB and three write
/// buffers of 16 MiB.
public final class RocksMemory implements RocksDBConfigSetter {
  private static final long TOTAL_BYTES = 96L * 1024 * 1024;
  private static final long WRITE_BUFFERS_BYTES = 32L * 1024 * 1024;
  private static final long WRITE_BUFFER_BYTES = 8L * 1024 * 1024;

  private static final int SMALL_BUFFERS = 4;
  private static final int SORTED_RUNS = 4;

  // RocksDB's own numbers are 4 files to begin a merge, 20 to slow writes down, 36 to stop them. Of
  // these the ratios are kept: where a merge begins at 16, writes would be slow from 20 on.
  private static final int MERGES_BEHIND_TO_SLOW_WRITES = 5;
  private static final int MERGES_BEHIND_TO_STOP_WRITES = 9;

  /// Setting of a Kafka Streams instance, `true` or `false`: whether its stores' write buffers are
  /// a quarter as large. What a buffer holds when the process is killed is not on disk. Four times
  /// as many files are there then before some are merged, so that no more is written over again.
  public static final String LITTLE_UNWRITTEN = "assent.rocksdb.little-unwritten";

  static {
    RocksDB.loadLibrary(); // whoever names this class in a configuration may come before any store
  }

  // Shared by all stores and as long-lived as the process, so never closed.
  private static final Cache CACHE = new LRUCache(TOTAL_BYTES);
  private static final WriteBufferManager WRITE_BUFFERS =
      new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (!(options.tableFormatConfig() instanceof BlockBasedTableConfig table)) {
      throw new IllegalStateException(
          "expected RocksDB's block-based tables, but got " + options.tableFormatConfig());
    }
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(WRITE_BUFFERS);
    boolean little = Boolean.TRUE.equals(configs.get(LITTLE_UNWRITTEN));
    int parts = little ? SMALL_BUFFERS : 1;
    options.setWriteBufferSize(WRITE_BUFFER_BYTES / parts);
    options.setLevel0FileNumCompactionTrigger(SORTED_RUNS * parts);
    options.setLevel0SlowdownWritesTrigger(SORTED_RUNS * parts * MERGES_BEHIND_TO_SLOW_WRITES);
    options.setLevel0StopWritesTrigger(SORTED_RUNS * parts * MERGES_BEHIND_TO_STOP_WRITES);
  }

  @Override
  public void close(String storeName, Options options) {
    // Everything here is shared.
  }
}
