using Microsoft.Extensions.Options;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements;

internal sealed class MockhausStatementsOptionsValidator : IValidateOptions<MockhausStatementsOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Decade = TimeSpan.FromDays(3650);

    private const long MinHistoryBytes = 64 * 1024;

    /// <summary>The longest time that a timer takes.</summary>
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(49);

    public ValidateOptionsResult Validate(string? name, MockhausStatementsOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.CheckName(options.Type, nameof(options.Type));
        result.Check(options.ShutdownTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(options.ShutdownTimeout));
        result.Check(options.HandOverTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(options.HandOverTimeout));
        Validate(options.Limits, new(result, nameof(options.Limits)));
        Validate(options.Results, new(result, nameof(options.Results)));
        Validate(options.Retention, new(result, nameof(options.Retention)));
        Validate(options.History, new(result, nameof(options.History)));
        return result.Build();
    }

    private static void Validate(StatementLimitOptions limits, OptionsSection section)
    {
        section.Check(limits.MaxStatementsPerSession, 1, 10_000_000, nameof(limits.MaxStatementsPerSession));
        section.CheckName(limits.SessionLimit, nameof(limits.SessionLimit));
        section.Check(limits.MaxStatementsPerRequest, 1, 10_000_000, nameof(limits.MaxStatementsPerRequest));
        section.Check(limits.MaxWaitersPerStatement, 1, 1_000_000, nameof(limits.MaxWaitersPerStatement));
        section.Check(limits.MaxConcurrentStatements, 1, 10_000, nameof(limits.MaxConcurrentStatements));
        section.Check(limits.MaxConcurrentStatementsPerSession, 1, 10_000, nameof(limits.MaxConcurrentStatementsPerSession));
        section.Check(limits.MaxQueuedStatements, 1, 1_000_000, nameof(limits.MaxQueuedStatements));
        section.Check(limits.MaxQueuedStatementsPerSession, 1, 1_000_000, nameof(limits.MaxQueuedStatementsPerSession));
        section.Check(limits.MaxSqlLength, 1, int.MaxValue, nameof(limits.MaxSqlLength));
        section.Check(limits.DefaultTimeout, TimeSpan.FromMilliseconds(1), MaxTimer, nameof(limits.DefaultTimeout));
    }

    private static void Validate(StatementResultOptions results, OptionsSection section)
    {
        section.Check(results.ResultBatchSize, 1, 10_000_000, nameof(results.ResultBatchSize));
        section.Check(results.ResultBatchBytes, 1024, 256 * 1024 * 1024, nameof(results.ResultBatchBytes));
        section.Check(results.InlineResultBytes, 0, 256 * 1024 * 1024, nameof(results.InlineResultBytes));
        section.Check(results.MaxResultBytes, 1024L, long.MaxValue, nameof(results.MaxResultBytes));
        section.Check(results.MaxTotalResultBytes, 1024L, long.MaxValue, nameof(results.MaxTotalResultBytes));
        section.CheckName(results.ResultPartitioning, nameof(results.ResultPartitioning));
    }

    private static void Validate(StatementHistoryOptions history, OptionsSection section)
    {
        section.CheckName(history.Type, nameof(history.Type));
        section.CheckName(history.SqlText, nameof(history.SqlText));
        section.Check(history.MaxSqlLength, 1, 100_000_000, nameof(history.MaxSqlLength));
        section.Check(history.Retention, Second, Decade, nameof(history.Retention));
        section.Check(history.MaxBytes, MinHistoryBytes, long.MaxValue, nameof(history.MaxBytes));
        section.Check(history.MaxPendingBytes, MinHistoryBytes, long.MaxValue, nameof(history.MaxPendingBytes));
        if (history.Type == StatementHistoryType.DuckDb && string.IsNullOrWhiteSpace(history.Path))
        {
            section.AddError("It is missing. Set the path of the file, or another Type.", nameof(history.Path));
        }
    }

    private static void Validate(StatementRetentionOptions retention, OptionsSection section)
    {
        section.Check(retention.DefaultTimeToLive, Second, Decade, nameof(retention.DefaultTimeToLive));
        section.Check(retention.MaxTimeToLive, Second, Decade, nameof(retention.MaxTimeToLive));
        section.Check(retention.TombstoneRetention, TimeSpan.Zero, Decade, nameof(retention.TombstoneRetention));
        section.Check(retention.CleanupInterval, Second, MaxTimer, nameof(retention.CleanupInterval));
        section.Check(retention.SessionIdleTimeout, Second, Decade, nameof(retention.SessionIdleTimeout));
        if (retention.DefaultTimeToLive > retention.MaxTimeToLive)
        {
            section.AddError(
                $"It is {retention.DefaultTimeToLive}, longer than {nameof(retention.MaxTimeToLive)} ({retention.MaxTimeToLive}). Shorten it, or raise {nameof(retention.MaxTimeToLive)}.",
                nameof(retention.DefaultTimeToLive));
        }
    }
}
