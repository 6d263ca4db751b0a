// Half of a wide soft blur of what is brighter than a white wall: nine looks along one way.
uniform sampler2D picture;
uniform vec2 pace;                        // between looks, in the picture's coordinates
uniform vec2 picture_scale;
uniform float floor_light;                // what is fainter is not strewn
out vec4 output_color;

void main(void) {
    const float SHARE[5] = float[5](0.204, 0.180, 0.124, 0.066, 0.028);
    vec2 at = gl_FragCoord.xy * picture_scale;
    vec3 sum = vec3(0.0);
    for (int i = -4; i <= 4; i++) {
        vec3 c = textureLod(picture, at + float(i) * pace, 0.0).rgb;
        sum += SHARE[abs(i)] * min(max(c - floor_light, vec3(0.0)), vec3(16.0));
    }
    output_color = vec4(sum, 1.0);
}
