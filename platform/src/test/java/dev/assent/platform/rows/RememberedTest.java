package dev.assent.platform.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RememberedTest {
  private final Remembered<Integer, String> remembered = new Remembered<>(10, String::length);

  @Test
  void theLeastRecentlyUsedGoFirst() {
    remembered.put(1, "aaaa");
    remembered.put(2, "bbbb");
    assertThat(remembered.get(1)).contains("aaaa");

    remembered.put(3, "cccc");

    assertThat(remembered.get(2)).isEmpty();
    assertThat(remembered.get(1)).contains("aaaa");
    assertThat(remembered.get(3)).contains("cccc");
  }

  @Test
  void aValueWeighsOnceHoweverOftenItIsReplaced() {
    remembered.put(1, "aaaa");
    for (int i = 0; i < 5; i++) {
      remembered.put(2, "bbbb");
    }

    assertThat(remembered.get(1)).contains("aaaa");
  }

  @Test
  void whatIsForgottenWeighsNothing() {
    remembered.put(1, "aaaaaaaa");
    remembered.forget(1);
    remembered.forget(1);
    remembered.put(2, "bbbb");
    remembered.put(3, "cccc");

    assertThat(remembered.get(1)).isEmpty();
    assertThat(remembered.get(2)).contains("bbbb");
    assertThat(remembered.get(3)).contains("cccc");
  }

  @Test
  void oneThatIsTooHeavyIsThereUntilTheNext() {
    remembered.put(1, "a".repeat(100));
    assertThat(remembered.get(1)).isPresent();

    remembered.put(2, "b");

    assertThat(remembered.get(1)).isEmpty();
    assertThat(remembered.get(2)).contains("b");
  }
}
