namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>When a fault comes in the course of its request.</summary>
internal enum FaultTiming
{
    /// <summary>The request is not carried out.</summary>
    Before,

    /// <summary>It is carried out, and its answer is lost.</summary>
    After,

    /// <summary>It is carried out, and half of its answer is lost.</summary>
    Body,

    /// <summary>It is carried out, and answered with the status of the statement.</summary>
    Handle,
}
