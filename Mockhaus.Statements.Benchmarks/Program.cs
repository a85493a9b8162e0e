using Mockhaus.Statements.Benchmarks;
using Mockhaus.Statements.Benchmarks.DuckDb;
using Mockhaus.Statements.Benchmarks.History;
using Mockhaus.Statements.Benchmarks.Redis;
using Mockhaus.Statements.Benchmarks.Results;

if (args.FirstOrDefault() == MemoryWork.Verb)
{
    return await MemoryWork.RunAsync(args[1..]);
}

IBenchmark[] all =
[
    MemoryLifecycle.Comparison,
    ManagerNoop.Comparison,
    new ManagerWake(),
    PeerHangfire.Comparison,
    HybridFind.Comparison,
    PeerFusionCache.Comparison,
    DurableChanges.Of256,
    DurableChanges.Of1,
    new ScaleFind(),
    new DuckDbReopen(),
    new DuckDbSpace(),
    new DuckDbBatches(),
    ResultsRead.Benchmark,
    ResultsGzip.Benchmark,
    ResultsNaive.Benchmark,
    ResultsMemory.Benchmark,
    HttpPartition.InMemory,
    HttpPartition.OnFile,
    HistoryWork.InMemory,
    HistoryWork.OnFile,
    new HistoryPages(isFile: false),
    new HistoryPages(isFile: true),
    HistoryRedact.Comparison,
    RedisMoves.Of256,
    new RedisBatches(),
    new RedisPoll(),
    new RedisCancel(),
];

if (args.Contains("--list"))
{
    Array.ForEach(all, benchmark => Console.WriteLine(benchmark.Name));
    return 0;
}

var quick = args.Contains("--quick");
var names = args.Where(argument => argument != "--quick").ToList();
var unknown = names.Except(all.Select(benchmark => benchmark.Name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync(
        $"There is no benchmark {string.Join(", ", unknown)}. There are: {string.Join(", ", all.Select(benchmark => benchmark.Name))}.");
    return 2;
}

var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
var holds = true;
Console.WriteLine(Outcome.Header());
foreach (var benchmark in all.Where(benchmark => names.Count == 0 || names.Contains(benchmark.Name)))
{
    var outcome = await Outcome.OfAsync(benchmark, quick);
    Console.WriteLine(outcome.ToLine());
    await outcome.WriteAsync(folder);
    holds &= outcome.Holds;
}

return holds ? 0 : 1;
