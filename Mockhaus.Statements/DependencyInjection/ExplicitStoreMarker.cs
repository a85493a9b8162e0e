namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Says that the host has named the store itself, so that what its type would need is not asked for.</summary>
internal sealed class ExplicitStoreMarker;
