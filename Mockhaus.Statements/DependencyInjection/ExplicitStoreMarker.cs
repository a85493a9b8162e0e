namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Marks that the host has registered a store itself, so that the requirements of the configured store type are not
/// checked.</summary>
internal sealed class ExplicitStoreMarker;
