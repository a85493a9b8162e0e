using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>One of the callers of a store that is going to be killed: it takes statements of its own from step to step, by chance, and says each.</summary>
internal sealed class CrashCaller(IStatementStore store, CrashLog log, int number, Random random, IEnumerable<Statement> adopted)
{
    public const int MaxBatches = 8;

    private const int Few = 4;
    private const int Many = 12;
    private static readonly TimeProvider Clock = TimeProvider.System;
    private readonly List<OwnStatement> _own = [.. adopted.Select(statement => new OwnStatement(statement))];

    public async Task WorkAsync()
    {
        while (true)
        {
            if (_own.Count < Few || (_own.Count < Many && random.Next(4) == 0))
            {
                await AddAsync();
            }
            else
            {
                await StepAsync(_own[random.Next(_own.Count)]);
            }
        }
    }

    private async Task AddAsync()
    {
        // Most expire while the process lives, so that tables of the file become free; the rest stay for the rounds to come.
        var timeToLive = random.Next(4) == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(random.Next(20, 400));
        var statement = CrashSteps.New(number, timeToLive, Clock);
        log.Submit(statement);
        Check(statement, (await store.AddAsync(statement, int.MaxValue, CancellationToken.None)).Written, "A new statement was refused.");
        log.Say(CrashLog.Acknowledged, statement.Handle.ToString());
        _own.Add(new(statement));
    }

    private Task StepAsync(OwnStatement own) => own.Now.Status switch
    {
        StatementStatus.Submitted => StepSubmittedAsync(own),
        StatementStatus.Running => StepRunningAsync(own),
        _ => StepFinishedAsync(own),
    };

    private Task StepSubmittedAsync(OwnStatement own) => ReplaceAsync(own, random.Next(10) switch
    {
        0 => CrashSteps.Failed(own.Now, Clock.GetUtcNow()),
        1 => CrashSteps.Cancelled(own.Now, Clock.GetUtcNow()),
        _ => CrashSteps.Started(own.Now, Clock.GetUtcNow()),
    });

    private Task StepRunningAsync(OwnStatement own) => random.Next(20) switch
    {
        0 => ReplaceAsync(own, CrashSteps.Failed(own.Now, Clock.GetUtcNow())),
        1 => ReplaceAsync(own, CrashSteps.Cancelled(own.Now, Clock.GetUtcNow())),
        2 => ReplaceAsync(own, CrashSteps.CancelAsked(own.Now, Clock.GetUtcNow())),
        3 when own.Batches.Count > 0 => WriteBatchAsync(own, random.Next(own.Batches.Count)),
        < 12 when own.Batches.Count < MaxBatches => WriteBatchesAsync(own, random.Next(1, 4)),
        _ when own.Batches.Count > 0 => ReplaceAsync(own, CrashSteps.Succeeded(own.Now, Clock.GetUtcNow(), [.. own.Batches.Values])),
        _ => WriteBatchesAsync(own, 1),
    };

    private Task StepFinishedAsync(OwnStatement own) => random.Next(12) switch
    {
        < 3 => RefreshExpiryAsync(own),
        < 5 => ReplaceAsync(own, CrashSteps.Released(own.Now, Clock.GetUtcNow()), forget: true),
        < 8 => RemoveAsync(own),
        8 when own.HasRows => ReplaceAsync(own, CrashSteps.WithoutRows(own.Now, Clock.GetUtcNow())),
        9 => ForgetAsync(own),
        _ => ReadAsync(own),
    };

    private async Task ReplaceAsync(OwnStatement own, Statement next, bool forget = false)
    {
        log.Submit(next);
        var write = await store.ReplaceAsync(next, own.Now.Version, CancellationToken.None);
        log.Say(write.Written ? CrashLog.Acknowledged : CrashLog.Refused, next.Handle.ToString());
        Check(own.Now, write.Written || own.MayBeGone(Clock.GetUtcNow()), $"{own.Now} could not become {next}, because of {write.Current}.");
        own.Now = next;
        if (forget || !write.Written)
        {
            _own.Remove(own);
        }
    }

    /// <summary>Several at once, as they come from a fast executor.</summary>
    private Task WriteBatchesAsync(OwnStatement own, int count)
    {
        var first = own.Batches.Count;
        return Task.WhenAll(Enumerable.Range(first, Math.Min(count, MaxBatches - first)).Select(batch => WriteBatchAsync(own, batch)));
    }

    private async Task WriteBatchAsync(OwnStatement own, int batch)
    {
        var revision = random.Next();
        var content = CrashContent.Batch(own.Now.Handle, batch, revision);
        string[] words = [own.Now.Handle.ToString(), CrashLog.Number(batch), CrashLog.Number(revision)];
        log.Say(CrashLog.BatchSubmitted, words);
        Check(own.Now, await store.WriteBatchAsync(own.Now.Handle, content, CancellationToken.None), $"A batch of {own.Now} was refused.");
        log.Say(CrashLog.BatchAcknowledged, words);
        lock (own)
        {
            own.Batches[batch] = content.Info;
        }
    }

    private async Task RefreshExpiryAsync(OwnStatement own)
    {
        var next = own.Now with { ExpiresAt = Clock.GetUtcNow() + own.Now.TimeToLive };
        log.Submit(next);
        await store.RefreshExpiryAsync(own.Now.Handle, own.Now.Version, next.ExpiresAt!.Value, CancellationToken.None);

        // The store does not say whether it took the refresh; what it tells a reader afterwards is what has to stay.
        var found = await store.FindAsync(own.Now.Handle, CancellationToken.None);
        var isTaken = found?.Version == next.Version && found.ExpiresAt == next.ExpiresAt;
        log.Say(isTaken ? CrashLog.Acknowledged : CrashLog.Unknown, next.Handle.ToString());
        Check(own.Now, isTaken || own.MayBeGone(Clock.GetUtcNow()), $"{own.Now} was not put off.");
        if (isTaken)
        {
            own.Now = next;
        }
        else
        {
            _own.Remove(own);
        }
    }

    private async Task RemoveAsync(OwnStatement own)
    {
        log.SubmitRemoval(own.Now.Handle);
        var removed = await store.RemoveAsync(own.Now.Handle, CancellationToken.None);
        log.Say(removed ? CrashLog.Acknowledged : CrashLog.Refused, own.Now.Handle.ToString());
        Check(own.Now, removed || own.MayBeGone(Clock.GetUtcNow()), $"{own.Now} could not be removed.");
        _own.Remove(own);
    }

    /// <summary>Nobody touches it any more, but it must stay.</summary>
    private Task ForgetAsync(OwnStatement own)
    {
        _own.Remove(own);
        return Task.CompletedTask;
    }

    /// <summary>While tables are copied and dropped, a reader must not notice.</summary>
    private async Task ReadAsync(OwnStatement own)
    {
        var found = await store.FindAsync(own.Now.Handle, CancellationToken.None);
        Check(
            own.Now,
            (found is not null && CrashContent.Print(found) == CrashContent.Print(own.Now)) || own.MayBeGone(Clock.GetUtcNow()),
            $"{own.Now} was read as {found}.");
        foreach (var info in own.HasRows ? own.Now.Result!.Batches : [])
        {
            var batch = await store.ReadBatchAsync(own.Now.Handle, info.Number, CancellationToken.None);
            var expected = CrashContent.Batch(own.Now.Handle, info.Number, info.RowCount);
            Check(
                own.Now,
                batch is not null ? CrashContent.Print(batch) == CrashContent.Print(expected) : own.MayBeGone(Clock.GetUtcNow()),
                $"Batch {info.Number} of {own.Now} was read as {batch?.Info}, not {info}.");
        }
    }

    private static void Check(Statement statement, bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new CrashContradiction(statement.Handle, otherwise);
        }
    }
}
