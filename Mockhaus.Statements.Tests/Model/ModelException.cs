namespace Mockhaus.Statements.Tests.Model;

/// <summary>What has happened is not what the model allows.</summary>
internal sealed class ModelException(string message) : Exception(message);
