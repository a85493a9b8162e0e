namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>What has happened is not what the model allows.</summary>
internal sealed class ModelException(string message) : Exception(message);
