namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>When a fault occurs during its request.</summary>
internal enum FaultTiming
{
    /// <summary>Before the request is processed, which it then is not.</summary>
    Before,

    /// <summary>After the request is processed; its response is lost.</summary>
    After,

    /// <summary>After the request is processed; half of its response is lost.</summary>
    Body,

    /// <summary>After the request is processed; the response contains the handle and the injected status.</summary>
    Handle,
}
