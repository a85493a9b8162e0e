using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>Random programs over a manager on this store, each checked against a model.</summary>
/// <remarks>
/// A failure names its seed. MOCKHAUS_MODEL_SEED=n runs that program alone, MOCKHAUS_MODEL_PROGRAMS=n runs that many.
/// </remarks>
public abstract class ModelConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    private const int Steps = 60;
    private const int LinesShown = 150;

    private static readonly string[] Wanted =
    [
        "Succeeded  by", "Failed F0001 by", "Failed 000630 by Clock", "Failed 900004 by Dispose",
        "Cancelled 000604 by Cancel", "Cancelled 000604 by EndSession",
        "Cancel -> AlreadyFinished", "Cancel -> NotFound", "Cancel -> StatementExpiredException",
        "Get -> StatementExpiredException", "Get -> StatementNotFoundException",
        "Wait -> Running", "Wait -> Succeeded", "Wait -> Cancelled", "Wait -> Failed",
        "Release -> True", "Release -> False", "Submit -> StatementConflictException", "Submit -> StatementLimitException",
        "ReadBatch -> ResultBatch", "ReadBatch -> nothing", "ReadRows -> List`1", "ReadRows -> StatementResultException",
    ];

    protected virtual int Programs => 400 / Factory.Slowness;

    [Test]
    public async Task Random_programs_see_nothing_that_the_model_does_not_allow()
    {
        var happened = new HashSet<string>();
        var seeds = Seeds(Programs);
        foreach (var seed in seeds)
        {
            await RunAsync(seed, happened);
        }

        // On a slow store they are too few for that; the same programs run on the fast ones.
        if (seeds.Count >= Programs && Factory.Slowness < 10)
        {
            // Handles are random and take part in the order of lists, so a rare one may need a few programs more.
            for (var seed = seeds.Count + 1; seed <= 5 * Programs && !Wanted.All(happened.Contains); seed++)
            {
                await RunAsync(seed, happened);
            }

            happened.Should().Contain(Wanted, "programs in which these do not happen say nothing about them");
        }
    }

    [Test]
    public async Task Random_programs_on_threads_see_nothing_that_the_model_does_not_allow()
    {
        foreach (var seed in Seeds(Math.Max(1, Programs / 8)))
        {
            await RunOnThreadsAsync(seed, servers: 1, []);
        }
    }

    [Test]
    public async Task Random_programs_on_two_servers_see_nothing_that_the_model_does_not_allow()
    {
        var happened = new HashSet<string>();
        var seeds = Seeds(Math.Max(1, Programs / 8));
        foreach (var seed in seeds)
        {
            await RunOnThreadsAsync(seed, servers: 2, happened);
        }

        if (seeds.Count >= 20)
        {
            happened.Should().Contain(["Cancelling", "Cancelled", StatementErrorCodes.OwnerLost], "programs without these say nothing about servers");
        }
    }

    [Test]
    public async Task An_end_that_was_told_never_changes_although_the_store_loses_writes_and_answers()
    {
        var happened = new HashSet<string>();
        var seeds = Seeds(Math.Max(1, Programs / 8));
        foreach (var seed in seeds)
        {
            await RunOnThreadsAsync(seed, servers: 1 + (seed % 2), happened, faults: 15);
        }

        if (seeds.Count >= 20)
        {
            happened.Should().Contain(nameof(StatementStoreException), "programs without it say nothing about faults");
        }
    }

    private static IReadOnlyList<int> Seeds(int programs) => Setting("MOCKHAUS_MODEL_SEED") is { } one
        ? [one]
        : [.. Enumerable.Range(1, Setting("MOCKHAUS_MODEL_PROGRAMS") ?? programs)];

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private async Task RunAsync(int seed, HashSet<string> happened)
    {
        var clock = new TimerCountingClock(Samples.Start);
        var store = await Factory.CreateAsync(ModelProgram.Options, clock);
        var program = new ModelProgram(seed, clock, ModelProgram.Options, store);
        try
        {
            // Away from the test's own context: whoever lets a call go on has to run what follows, and that needs none.
            await Task.Run(() => program.RunAsync(Steps));
            happened.UnionWith(program.Happened);
        }
        catch (Exception exception)
        {
            Fail(seed, exception, program.History.TakeLast(LinesShown));
        }
        finally
        {
            await program.DisposeAsync();
            await Factory.ReturnAsync(store);
        }
    }

    private async Task RunOnThreadsAsync(int seed, int servers, HashSet<string> happened, int faults = 0)
    {
        var clock = new TimerCountingClock(Samples.Start);
        var store = await Factory.CreateAsync(ModelProgram.Options, clock);
        var program = new ThreadedProgram(seed, clock, ModelProgram.Options, store, servers, faults);
        try
        {
            await program.RunAsync(Steps);
            happened.UnionWith(program.Happened);
        }
        catch (Exception exception)
        {
            Fail(seed, exception, program.History);
        }
        finally
        {
            await program.DisposeAsync();
            await Factory.ReturnAsync(store);
        }
    }

    private void Fail(int seed, Exception exception, IEnumerable<string> history) => Assert.Fail(
        $"Seed {seed}: {(exception is ModelException ? exception.Message : exception)}{Environment.NewLine}"
        + $"Again: MOCKHAUS_MODEL_SEED={seed} dotnet test --filter {GetType().Name}{Environment.NewLine}"
        + string.Join(Environment.NewLine, history));
}
