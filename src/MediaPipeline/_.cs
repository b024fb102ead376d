namespace MediaPipeline;
