// The full picture's light, and what of it the eye or a lens strews, onto film; alpha still says where parts are.
uniform sampler2D picture, strewn;
uniform vec2 strewn_scale;
out vec4 output_color;

void main(void) {
    vec4 c = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
    vec3 halo = texture(strewn, gl_FragCoord.xy * strewn_scale).rgb;
    output_color = vec4(undithered(display(film(c.rgb + 0.16 * halo))), c.a);
}
