using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>One call of the store, stopped before or after the store has done it.</summary>
internal sealed class StoreVisit(StoreOperation operation, ModelStatement? target, Statement? statement)
{
    /// <summary>On whose behalf; null for a worker.</summary>
    public ModelOperation? Operation { get; } = ModelOperation.Current;

    public StoreOperation Call { get; } = operation;

    public ModelStatement? Target { get; } = target;

    /// <summary>For a write: what is to be written.</summary>
    public Statement? Statement { get; } = statement;

    /// <summary>Whether the store has done it and only its answer is on the way.</summary>
    public bool IsDone { get; set; }

    /// <summary>For a write: whether it was taken.</summary>
    public bool Written { get; set; }

    /// <summary>The statement that the store answered with.</summary>
    public Statement? Found { get; set; }

    /// <summary>Ends when the store has done it, or has thrown.</summary>
    public TaskCompletionSource Executed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What lets it go on. Whoever does that runs the continuation, up to its next call of the store.</summary>
    public TaskCompletionSource Gate { get; set; } = new();

    /// <summary>An order that does not depend on who came first by chance.</summary>
    public (int Operation, int Target, StoreOperation Call) Order =>
        (Operation?.Number ?? int.MaxValue, Target?.Number ?? 0, Call);

    public override string ToString() =>
        $"{Call}{(Statement is null ? "" : $" {Statement.Status}")} {Target?.Name} for {Operation?.ToString() ?? "a worker"}";
}
