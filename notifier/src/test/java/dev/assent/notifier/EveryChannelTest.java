package dev.assent.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.assent.notifier.channel.Channel;
import dev.assent.notifier.channel.ChannelContract;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A channel that nobody starts, or that keeps to nothing, would be seen by nobody.
class EveryChannelTest {
  private static final String PACKAGE = Channel.class.getPackageName();
  private final JavaClasses classes = new ClassFileImporter().importPackages(PACKAGE);
  private final List<JavaClass> channels =
      classes.stream()
          .filter(type -> type.isAssignableTo(Channel.class) && !type.isInterface())
          .toList();

  @Test
  void isMadeByTheFactory() {
    Set<String> made =
        new ClassFileImporter()
            .importClasses(NotifierFactory.class).get(NotifierFactory.class).getMethods().stream()
                .map(method -> method.getRawReturnType().getName())
                .collect(Collectors.toSet());

    assertThat(channels)
        .isNotEmpty()
        .allSatisfy(channel -> assertThat(made).contains(channel.getName()));
  }

  @Test
  void keepsToTheContract() {
    Set<String> tested =
        classes.stream()
            .filter(type -> type.isAssignableTo(ChannelContract.class))
            .map(JavaClass::getName)
            .collect(Collectors.toSet());

    assertThat(channels)
        .allSatisfy(channel -> assertThat(tested).contains(channel.getName() + "Test"));
  }
}
