namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Registered when the host has registered a history, which need not exist yet.</summary>
internal sealed class ExplicitHistoryMarker;
