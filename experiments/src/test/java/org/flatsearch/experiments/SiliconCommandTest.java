package org.flatsearch.experiments;

import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiliconCommandTest {
  private static final String HEADER =
      "chip,kernel,dtype,batch,queries,keys,query_heads,kv_heads,query_dim,value_dim,mask,block_q,"
          + "block_kv,block_kv_compute,num_stages,milliseconds\n";
  private static final String ROW =
      "h100,mosaic-gpu,bf16,32,512,512,32,32,64,64,causal,64,128,,2,0.176119\n";

  @TempDir private Path folder;

  private CommandRun silicon(String table) throws IOException {
    return CommandRun.of(
        "silicon", Files.writeString(folder.resolve("table.csv"), table).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'h100,', 'h1000,', 1, 'h100'",
    "mosaic-gpu, mosaic-cpu, 6, 'mosaic-gpu'",
    "bf16, f32, 17, 'f16'",
    "',32,512,', ',x,512,', 22, 'batch ''x'' must be a whole number'",
    "'32,32,', '32,5,', 36, 'kv_heads ''5'' must divide query_heads 32'",
    "causal, local, 45, 'mask ''local'' is not known'",
    "',64,128,', ',1024,128,', 52, 'block_q ''1024'' is larger than queries 512'",
    "',64,128,', ',64,1024,', 55, 'block_kv ''1024'' is larger than keys 512'",
    "0.176119, fast, 62, 'milliseconds ''fast'' must be a number above 0'",
    "0.176119, 0, 62, 'milliseconds ''0'''",
    "',0.176119', '', 1, '15 cells but 16 columns'"
  })
  void namesTheLineAndTheColumnOfWhatIsWrong(String right, String wrong, int column, String words)
      throws IOException {
    String row = ROW.replace(right, wrong == null ? "" : wrong);
    assertRefused(silicon(HEADER + ROW + row), "table.csv, line 3, column " + column + ":", words);
  }

  @Test
  void namesAMissingColumn() throws IOException {
    assertRefused(silicon(HEADER.replace("mask,", "") + ROW), "line 1", "'mask'", "block_kv");
    assertRefused(silicon(""), "line 1", "'chip'");
    assertRefused(silicon(HEADER), "table.csv", "no rows");
    assertRefused(CommandRun.of("silicon", "absent.csv"), "absent.csv", "no such file");
  }
}
