package dev.assent.approval.view;

import dev.assent.platform.views.View;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The stores, in memory.
public final class MemoryStores implements View.Stores {
  private final Map<String, MapStore> stores = new ConcurrentHashMap<>();

  @Override
  public MapStore store(String name) {
    return stores.computeIfAbsent(name, MapStore::new);
  }
}
