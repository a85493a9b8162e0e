using Microsoft.Extensions.Options;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>Validates the annotations with code that is generated at build time, without reflection.</summary>
[OptionsValidator]
internal sealed partial class MockhausStatementsOptionsAnnotations : IValidateOptions<MockhausStatementsOptions>;

internal sealed class MockhausStatementsOptionsValidator : IValidateOptions<MockhausStatementsOptions>
{
    private static readonly TimeSpan Decade = TimeSpan.FromDays(3650);
    private static readonly MockhausStatementsOptionsAnnotations Annotations = new();

    public ValidateOptionsResult Validate(string? name, MockhausStatementsOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.AddResult(Annotations.Validate(name, options));
        result.Check(options.DefaultTimeToLive, TimeSpan.FromSeconds(1), Decade, nameof(options.DefaultTimeToLive));
        result.Check(options.MaxTimeToLive, TimeSpan.FromSeconds(1), Decade, nameof(options.MaxTimeToLive));
        result.Check(options.TombstoneRetention, TimeSpan.Zero, Decade, nameof(options.TombstoneRetention));
        result.Check(options.DefaultTimeout ?? TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(49), nameof(options.DefaultTimeout));
        result.Check(options.CleanupInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(49), nameof(options.CleanupInterval));
        result.Check(options.ShutdownTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(options.ShutdownTimeout));
        result.Check(options.HandOverTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(options.HandOverTimeout));
        result.Check(options.SessionIdleTimeout ?? TimeSpan.FromDays(1), TimeSpan.FromSeconds(1), Decade, nameof(options.SessionIdleTimeout));
        if (!Enum.IsDefined(options.Type))
        {
            result.AddError($"It is {options.Type}; it must be one of {string.Join(", ", Enum.GetNames<StatementStoreType>())}.", nameof(options.Type));
        }

        if (!Enum.IsDefined(options.ResultPartitioning))
        {
            result.AddError(
                $"It is {options.ResultPartitioning}; it must be one of {string.Join(", ", Enum.GetNames<ResultPartitioning>())}.",
                nameof(options.ResultPartitioning));
        }

        if (!Enum.IsDefined(options.SessionLimit))
        {
            result.AddError($"It is {options.SessionLimit}; it must be one of {string.Join(", ", Enum.GetNames<SessionLimit>())}.", nameof(options.SessionLimit));
        }

        if (options.DefaultTimeToLive > options.MaxTimeToLive)
        {
            result.AddError(
                $"It is {options.DefaultTimeToLive}, longer than {nameof(options.MaxTimeToLive)} ({options.MaxTimeToLive}). Shorten it, or raise {nameof(options.MaxTimeToLive)}.",
                nameof(options.DefaultTimeToLive));
        }

        return result.Build();
    }
}
