package dev.assent.lifecycle.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which records this instance died of, so that it does not die of them again (ADR 0030). One small
/// file for each partition, mapped into memory: noting a record costs two writes to memory, and
/// what was noted outlives the process, however it ends.
///
/// A record is *condemned*, and goes to the dead letters without being run, when an error was
/// caught under it once and yet it is met again; or when [#DEATHS_MAX] processes in a row ended,
/// without a word, while their rules worked on it. One that was killed in the middle of a record
/// has not died of it: it would have to be hit three times in a row in the same few microseconds.
public final class Strikes {
  /// Processes in a row.
  static final int DEATHS_MAX = 3;

  private static final Logger LOGGER = LoggerFactory.getLogger(Strikes.class);

  private final Function<String, ByteBuffer> files;
  private final Map<String, Mark> marks = new ConcurrentHashMap<>();

  private Strikes(Function<String, ByteBuffer> files) {
    this.files = files;
  }

  /// Kept in a folder, which is made when it is not there. One that cannot be written costs memory
  /// of deaths, not the service.
  public static Strikes in(Path folder) {
    return new Strikes(
        name -> {
          try {
            return map(folder, name);
          } catch (IOException | UncheckedIOException e) {
            LOGGER
                .atWarn()
                .addKeyValue("folder", folder)
                .setCause(e)
                .log("What this process dies of is not remembered beyond its end");
            return ByteBuffer.allocate(Mark.BYTES);
          }
        });
  }

  /// Forgotten with the process.
  public static Strikes inMemory() {
    return new Strikes(_ -> ByteBuffer.allocate(Mark.BYTES));
  }

  /// Written once before it is mapped: a page that the disk has no room for would end the process.
  private static ByteBuffer map(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel file =
        FileChannel.open(
            folder.resolve(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      if (file.size() < Mark.BYTES) {
        file.write(ByteBuffer.allocate(Mark.BYTES), 0);
      }
      return file.map(FileChannel.MapMode.READ_WRITE, 0, Mark.BYTES);
    }
  }

  /// The same for as long as the process lives: a thread that replaces a dead one finds what that
  /// one noted.
  Mark of(String topic, int partition) {
    return marks.computeIfAbsent(topic + "-" + partition, name -> new Mark(files.apply(name)));
  }

  /// The records of one partition. Used by one thread at a time.
  static final class Mark {
    private static final int UNDER_WAY = 0;
    private static final int SUSPECT = 8;
    private static final int DEATHS = 16;
    private static final int STRUCK = 20;
    static final int BYTES = 24;

    /// Offsets are kept one higher: 0 is none.
    private final ByteBuffer notes;

    private Mark(ByteBuffer notes) {
      this.notes = notes;
      long left = notes.getLong(UNDER_WAY);
      if (left != 0) {
        suspect(left, notes.getLong(SUSPECT) == left ? notes.getInt(DEATHS) + 1 : 1);
        notes.putLong(UNDER_WAY, 0);
      }
    }

    /// Whether to leave it alone.
    boolean condemned(long offset) {
      return notes.getLong(SUSPECT) == offset + 1
          && (notes.getInt(STRUCK) != 0 || notes.getInt(DEATHS) >= DEATHS_MAX);
    }

    /// The rules begin to work on a record.
    void begin(long offset) {
      if (offset + 1 > notes.getLong(SUSPECT)) {
        suspect(0, 0); // it was got past
      }
      notes.putLong(UNDER_WAY, offset + 1);
    }

    /// They came to an end with it, whichever.
    void over() {
      notes.putLong(UNDER_WAY, 0);
    }

    /// An error was caught under it.
    void struck(long offset) {
      suspect(offset + 1, 0);
      notes.putInt(STRUCK, 1);
      notes.putLong(UNDER_WAY, 0);
    }

    private void suspect(long kept, int deaths) {
      notes.putInt(STRUCK, 0);
      notes.putInt(DEATHS, deaths);
      notes.putLong(SUSPECT, kept);
    }
  }
}
