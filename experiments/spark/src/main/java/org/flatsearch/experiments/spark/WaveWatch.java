package org.flatsearch.experiments.spark;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Notes which batches fail, and why: the failure of a job has that only in a text for people. */
final class WaveWatch extends SparkListener {
  /** The local property that carries the number of a wave. */
  static final String NUMBER = "flatsearch.wave";

  private final Map<Long, Wave> waves = new ConcurrentHashMap<>();
  private final Map<Integer, Wave> byStage = new ConcurrentHashMap<>();

  void begin(Wave wave) {
    waves.put(wave.number(), wave);
  }

  void end(Wave wave) {
    waves.remove(wave.number());
    byStage.values().removeIf(wave::equals);
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    Properties properties = job.properties();
    String number = properties == null ? null : properties.getProperty(NUMBER);
    Wave wave = number == null ? null : waves.get(Long.valueOf(number));
    if (wave != null) {
      job.stageIds().foreach(stage -> byStage.put((Integer) stage, wave));
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    Wave wave = byStage.get(task.stageId());
    if (wave != null
        && task.reason() instanceof TaskFailedReason reason
        && reason.countTowardsTaskFailures()) {
      wave.noteFailure(task.taskInfo().index(), text(reason));
    }
  }

  private static String text(TaskFailedReason reason) {
    if (reason instanceof ExceptionFailure failure) {
      String name = failure.className();
      return name.substring(name.lastIndexOf('.') + 1) + ": " + failure.description();
    }
    if (reason instanceof ExecutorLostFailure lost) {
      return "the process that executed it ended"
          + (lost.reason().isEmpty() ? "" : ": " + lost.reason().get());
    }
    return reason.toErrorString().lines().findFirst().orElse("unknown reason");
  }
}
